// Coming into a school: asking first, being let in, being invited, setting a school up.
import { about, finishWithCode, foundTheSchool, joinWithCode, typesTheCode } from "../support/accounts";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { linkIn } from "../support/mails";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

for (const javaScript of [true, false]) {
  const how = javaScript ? "with scripts" : "without scripts";

  test(`who asks is let in by the teacher and goes on in the same session, ${how}`, async ({ person }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const kofi = await person("Kofi Owusu", { javaScript });
    const slug = unique("asks");
    await foundTheSchool(esi, { name: `The School that Asks ${slug}`, slug, timeZone: "Africa/Accra" });
    const group = await makeAClass(esi, slug, "Form 2B");
    await esi.main.getByRole("link", { name: "Settings and hand-out" }).first().click();
    await esi.arrives(`${group.path}/codes/student`);
    const code = unique("k").replace(/[^a-z0-9]/g, "").padEnd(6, "x");
    await esi.fills({ Code: code });
    await esi.main.getByLabel("Ask first").check();
    await esi.presses("Save");
    await esi.isTold("The code works as you set it");
    await expect(esi.main.getByRole("img", { name: /QR code/ })).toBeVisible();
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }

    await typesTheCode(kofi, code);
    await kofi.sees("Form 2B");
    await kofi.sees("You join as a student.");
    if (javaScript) await axe(kofi.page);
    await kofi.fills(about(kofi));
    await kofi.presses("Ask to join");
    await finishWithCode(kofi);
    await kofi.arrives("/schools");
    await kofi.sees("Waiting for Form 2B to let you in");
    if (javaScript) await axe(kofi.page);

    // Who looks for them among the people is led to where they are answered.
    await esi.opens(`${group.path}/people`);
    await esi.follows("1 person waits to be let into Form 2B");
    await esi.arrives(new RegExp(`${group.path}#requests$`));
    const queue = esi.main.locator("#requests");
    await expect(queue).toContainText(kofi.name);
    await expect(esi.main.locator("#requests, #codes").first(), "who waits comes first").toHaveId("requests");
    // To decline asks first. Whoever was declined may ask again.
    const decline = queue.getByText("Decline", { exact: true });
    const closed = await decline.boundingBox();
    await decline.click();
    const open = await decline.boundingBox();
    expect(open?.x, "the button stays where it was pressed").toBeCloseTo(closed?.x ?? -1, 0);
    await expect(queue).toContainText(`${kofi.name} is told kindly that they cannot join.`);
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await queue.locator("button", { hasText: `Decline ${kofi.name}` }).click();
    await esi.isTold("They were told that they cannot join.");
    await expect(queue).toHaveCount(0);
    await esi.opens(`/s/${slug}/people?status=ended`);
    await expect(esi.main.getByText(kofi.name)).toHaveCount(0);
    await kofi.opens("/schools");
    await kofi.sees("Form 2B could not let you in");
    await typesTheCode(kofi, code);
    await kofi.presses("Ask to join");
    await kofi.arrives("/schools");
    await kofi.sees("Waiting for Form 2B to let you in");
    if (javaScript) await kofi.looksAway();
    await esi.opens(group.path);
    await queue.getByRole("button", { name: `Let ${kofi.name} in` }).click();
    await esi.isTold("They are in the class now.");
    await expect(queue).toHaveCount(0);
    await expect(esi.main.locator("#people")).toContainText(kofi.name);

    // The same page in a new document; with scripts when the tab is brought to the front after a while.
    const again = kofi.page.waitForEvent("domcontentloaded");
    if (javaScript) await kofi.comesBack();
    else await kofi.follows("Look again");
    await again;
    await kofi.settles();
    await kofi.seesHeading("Your schools");
    await expect(kofi.main.locator("#waiting")).toHaveCount(0);
    await kofi.follows(/The School that Asks/);
    await kofi.arrives(`/s/${slug}`);
    await kofi.sees("Form 2B");
  });

  test(`an invited registrar reads the mail and comes in and finds a student, ${how}`, async ({ person, mails }) => {
    test.setTimeout(300_000);
    const esi = await person("Esi Mensah", { javaScript });
    const nia = await person("Nia Osei", { javaScript });
    const slug = unique("invites");
    await foundTheSchool(esi, { name: `The School that Invites ${slug}`, slug, timeZone: "Africa/Accra" });
    const kofi = await person("Kwabena Owusu", { javaScript });
    await joinWithCode(kofi, (await makeAClass(esi, slug, "Form 1")).studentCode);
    await esi.opens(`/s/${slug}/invitations`);
    await esi.fills({ People: `${nia.name} <${nia.email}>`, Role: "registrar", "A line of your own": "We look forward to you." });
    await esi.presses("Send the invitations");
    await esi.isTold("The invitations are on their way.");
    await expect(esi.main.locator("#open")).toContainText(nia.email);
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }

    const mail = await mails.latest(nia.email, /invites you/);
    expect(mail.body).toContain("We look forward to you.");
    await nia.opens(linkIn(mail));
    await nia.sees(/Registrar/);
    await expect(nia.field("Full name")).toHaveValue(nia.name);
    await expect(nia.field("E-mail")).toHaveValue(nia.email);
    if (javaScript) await axe(nia.page);
    await nia.fills({ Username: nia.username, Password: nia.password });
    await nia.presses("Sign up and come in");
    await nia.arrives(`/s/${slug}`);
    await nia.isTold("Welcome. You are a member of the school.");
    if (javaScript) {
      // Any student by two letters: what the names begin with.
      await nia.page.keyboard.press("Control+k");
      const field = nia.page.getByRole("combobox", { name: "Find people, classes, courses and pages" });
      await expect(field).toBeFocused();
      await nia.page.keyboard.type("ko");
      await expect(nia.page.getByRole("option").filter({ hasText: kofi.name })).toBeVisible();
      await nia.page.keyboard.press("Escape");
    }
    await nia.opens("/me");
    await nia.sees("E-mail confirmed");

    await esi.opens(`/s/${slug}/invitations`);
    await esi.sees("No open invitations");
    await esi.opens(`/s/${slug}/invitations?state=accepted`);
    await expect(esi.page.locator("#open").getByRole("link", { name: nia.name })).toBeVisible();

    // Mistaken ones go at once, once it is read how many and which they are.
    await esi.opens(`/s/${slug}/invitations`);
    await esi.fills({ People: "ama@typo.example, obi@typo.example", Role: "parent" });
    await esi.presses("Send the invitations");
    await esi.isTold("The invitations are on their way.");
    await esi.fills({ Search: "typo" });
    await esi.unfoldsFilters();
    await esi.fills({ State: "open" });
    await esi.presses("Show");
    await esi.arrives(/state=open/);
    await esi.main.getByText("Withdraw all of these").click();
    await esi.sees("The links of 2 invitations stop working at once");
    await esi.sees("Those that match: Open · “typo”.");
    if (javaScript) {
      await axe(esi.page);
      await fitsNarrowScreens(esi.page);
    }
    await esi.presses("Withdraw 2 invitations");
    await esi.isTold("The invitations are withdrawn.");
    await esi.sees("No invitation matches");
  });
}

test("the page of a teachers' code says so before anything is sent", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const slug = unique("staff");
  await foundTheSchool(esi, { name: `The School of Staff ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 4");
  await kofi.opens(`/join?code=${group.lecturerCode}`);
  await kofi.sees("You join as a teacher.");
  await kofi.sees("This code is for teachers.");
});

test("a school is set up step by step, back and forth", async ({ person }) => {
  const esi = await person("Esi Mensah");
  const slug = unique("wizard");
  await esi.opens("/found");
  await esi.fills({ ...about(esi), "School name": `The School of Steps ${slug}`, Address: slug, "Time zone": "Africa/Accra", Currency: "GHS" });
  await esi.presses("Found the school");
  await finishWithCode(esi);
  await esi.arrives(`/s/${slug}/start`);
  await axe(esi.page);
  await esi.follows("Back");
  await esi.arrives(`/s/${slug}/start/school`);
  await expect(esi.field("Currency")).toHaveValue("GHS");
  await axe(esi.page);
  await esi.presses("Save and go on");
  await esi.arrives(`/s/${slug}/start`);
  for (const [part, last] of [["year", "2027-07-16"], ["term", "2027-08-01"]] as const) {
    await esi.main.locator(`#${part}-name`).fill(part === "year" ? "2026/27" : "Autumn term");
    await esi.main.locator(`#${part}-from`).fill("2026-09-07");
    await esi.main.locator(`#${part}-until`).fill(last);
  }
  await esi.presses("Create and go on");
  await esi.sees("A term lies within its academic year, “2026/27”.");
  await expect(esi.main.locator("#year-name")).toHaveValue("2026/27");
  await esi.main.locator("#term-until").fill("2026-12-18");
  await esi.presses("Create and go on");
  await esi.arrives(`/s/${slug}/start/class`);
  await esi.fills({ Name: "Form 1" });
  await esi.presses("Create and go on");
  await esi.arrives(`/s/${slug}/start/people`);
  await expect(esi.main.locator("[data-code=student]")).toBeVisible();
  await axe(esi.page);
  await fitsNarrowScreens(esi.page);
  await esi.follows("To the dashboard");
  await esi.arrives(`/s/${slug}`);
});
