// Arabic, from right to left: for strangers by their browser, for members by their school.
import type { Locator } from "@playwright/test";
import { expect, test } from "../support/test";
import { axe, barIsWhole, fitsNarrowScreens } from "../support/looks";
import { codeIn } from "../support/mails";
import { type Person, unique } from "../support/person";

/** The document is Arabic, alive, and in no way less than the English one. */
async function isArabic(person: Person, heading: string | RegExp): Promise<void> {
  await expect(person.page.locator("html")).toHaveAttribute("lang", "ar");
  await expect(person.page.locator("html")).toHaveAttribute("dir", "rtl");
  await person.seesHeading(heading);
}

async function looksGood(person: Person): Promise<void> {
  await axe(person.page);
  await fitsNarrowScreens(person.page);
}

/** How far from the left a part of a text is drawn. */
const drawn = (it: Locator, part: string): Promise<number> =>
  it.evaluate((element, part) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const at = text.textContent!.indexOf(part);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + part.length);
      return range.getBoundingClientRect().x;
    }
    throw new Error(`${part} is not in the text`);
  }, part);

/** A Latin name begins at the right of an Arabic page, as all around it does, and reads from left to right. */
async function standsOnTheSideOfThePage(title: Locator): Promise<void> {
  await expect(title).toHaveCSS("text-align", "right");
  await expect(title).toHaveCSS("unicode-bidi", "plaintext");
}

test("a school in Arabic, from the first page to the chat", async ({ person, mails }) => {
  test.setTimeout(300_000);
  const salma = await person("سلمى مراد", { locale: "ar-EG" });
  const slug = unique("nour");

  await test.step("a stranger reads the browser's language", async () => {
    const texts = salma.page.waitForResponse(/\/pkg\/texts-ar\..*\.txt$/);
    await salma.opens("/found");
    expect((await texts).status()).toBe(200);
    await isArabic(salma, "تأسيس مدرسة");
    await looksGood(salma);
    for (const path of ["/", "/login", "/join", "/forgot"]) {
      await salma.opens(path);
      await looksGood(salma);
    }
  });

  await test.step("and founds a school in it", async () => {
    await salma.opens("/found");
    await salma.fills({
      "الاسم الكامل": salma.name, "اسم المستخدم": salma.username, "البريد الإلكتروني": salma.email,
      "كلمة المرور": salma.password, "اسم المدرسة": `مدرسة النور ${slug}`, "العنوان": slug, "المنطقة الزمنية": "Africa/Cairo",
    });
    await salma.presses("تأسيس المدرسة");
    await salma.arrives("/check-mail");
    await looksGood(salma);
    const mail = await mails.latest(salma.email, /رمزك/);
    await salma.fills({ "الرمز": codeIn(mail) });
    await salma.presses("تأكيد");
    await salma.arrives(`/s/${slug}/start`);
    await salma.isTold("تأسست المدرسة");
    await looksGood(salma);
    await salma.opens(`/s/${slug}`);
    await isArabic(salma, /مرحبًا بك في/);
    await looksGood(salma);
  });

  await test.step("what the browser draws by itself is Arabic too", async () => {
    await salma.page.getByRole("link", { name: "الصفوف", exact: true }).first().click();
    await salma.arrives(`/s/${slug}/classes`);
    await isArabic(salma, "الصفوف");
    await salma.sees("لا توجد صفوف بعد");
    await salma.follows("صف جديد");
    await salma.arrives(`/s/${slug}/classes/new`);
    await salma.fills({ "الاسم": "Form 2B (علوم)" });
    await salma.presses("إنشاء الصف");
    await salma.isTold("أُنشئ الصف.");
    await isArabic(salma, "Form 2B (علوم)");
    await standsOnTheSideOfThePage(salma.main.getByRole("heading", { level: 1 }));
    await looksGood(salma);
    await salma.follows("المحادثة");
    await salma.arrives(/\/chat$/);
    await salma.fills({ "الرسالة": "صباح الخير" });
    await salma.presses("إرسال");
    await salma.sees("صباح الخير");
    await expect(salma.main.locator(".day").last()).toHaveText(/^(الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد) \d+ \S+$/);
    await looksGood(salma);
    await salma.opens(`/s/${slug}/backup`);
    await isArabic(salma, /النسخ الاحتياطي/);
    await looksGood(salma);
    // What begins with a value reads from the right all the same: the format follows the name, to its left.
    const students = salma.main.locator("#downloads a.title").first();
    expect(await drawn(students, "(CSV)")).toBeLessThan(await drawn(students, "الطلبة"));
    await salma.opens(`/s/${slug}/people`);
    await standsOnTheSideOfThePage(salma.main.getByRole("rowheader").first());
  });

  await test.step("the bar begins at the right", async () => {
    const [brand, end] = await Promise.all([".topbar .brand", ".topbar-end"].map((it) => salma.page.locator(it).boundingBox()));
    expect(brand!.x).toBeGreaterThan(end!.x);
  });

  await test.step("the bar of phones has whole words", () => barIsWhole(salma.page));
});

test("another browser's language is another document", async ({ person }) => {
  const esi = await person("Esi Mensah", { locale: "ar" });
  await esi.opens("/login");
  await isArabic(esi, "مرحبًا بعودتك");
  const yaw = await person("Yaw Boateng");
  await yaw.opens("/login");
  await expect(yaw.page.locator("html")).toHaveAttribute("lang", "en");
  await expect(yaw.page.locator("html")).toHaveAttribute("dir", "ltr");
  await yaw.seesHeading("Welcome back");
});

test("Arabic without JavaScript", async ({ person }) => {
  const omar = await person("عمر", { locale: "ar", javaScript: false });
  await omar.opens("/login");
  await isArabic(omar, "مرحبًا بعودتك");
  await omar.fills({ "اسم المستخدم أو البريد الإلكتروني": "nobody_here", "كلمة المرور": "not the password" });
  await omar.presses("تسجيل الدخول");
  await omar.sees("اسم الدخول وكلمة المرور غير متطابقين.");
});
