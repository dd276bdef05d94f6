// A tab that was away for a while: it shows what others have done meanwhile, and leaves alone what was begun in it.
import { foundTheSchool, joinWithCode, logIn, logOutEverywhere } from "../support/accounts";
import { type Class, makeAClass, makeACourse } from "../support/classes";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

async function aClassOf(teacher: Person, student: Person): Promise<{ slug: string; group: Class }> {
  const slug = unique("tabs");
  await foundTheSchool(teacher, { name: `The School of Tabs ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(teacher, slug, "Form 1");
  await joinWithCode(student, group.studentCode);
  return { slug, group };
}

/** What the tab asks the server from now on. */
function asked(by: Person): string[] {
  const asked: string[] = [];
  by.page.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/fn/")) asked.push(request.url());
  });
  return asked;
}

const aFrameLater = (person: Person) => person.page.evaluate(() => new Promise<null>((done) => requestAnimationFrame(() => done(null))));

test("a tab that was away shows what others have done, in the same document and where one was", async ({ person }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const { group } = await aClassOf(esi, kofi);
  await kofi.opens(group.path);
  await kofi.sees("No courses yet");
  const html = kofi.page.locator("html");
  await html.evaluate((it) => it.setAttribute("data-story", "the first document"));
  const link = kofi.main.getByRole("link").first();
  await link.focus();

  const questions = asked(kofi);
  await kofi.looksAway();
  await kofi.comesBack(5_000);
  await aFrameLater(kofi);
  expect(questions, "who was away for a moment only").toEqual([]);

  await kofi.looksAway();
  await makeACourse(esi, group, { title: "Physics", summary: "Heat and light" });
  await kofi.comesBack();
  await kofi.sees("Physics");
  await expect(kofi.main.getByText("No courses yet")).toHaveCount(0);
  await expect(link).toBeFocused();
  await expect(html).toHaveAttribute("data-story", "the first document");

  // Without a network what stands is left, until there is one again.
  questions.length = 0;
  await kofi.looksAway();
  // The bell tries to hear again.
  kofi.expects(/ERR_INTERNET_DISCONNECTED.*\/live\/notifications/);
  await kofi.context.setOffline(true);
  await makeACourse(esi, group, { title: "Biology", summary: "What lives" });
  await kofi.comesBack();
  await aFrameLater(kofi);
  expect(questions, "nothing is asked without a network").toEqual([]);
  await kofi.sees("Physics");
  await kofi.context.setOffline(false);
  await kofi.sees("Biology");
});

test("what is typed in a tab outlives being away, and is in nobody's way once it is gone", async ({ person }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const { slug } = await aClassOf(esi, kofi);
  await kofi.opens("/me");
  await kofi.fills({ Phone: "020 123" });
  await kofi.looksAway();

  await esi.opens(`/s/${slug}/people?q=kofi`);
  await esi.follows("Kofi Owusu");
  await esi.seesHeading("Kofi Owusu");
  await esi.fills({ "Full name": "Kofi A. Owusu" });
  await esi.presses("Suggest a name");
  await esi.isTold("The name is suggested.");

  const questions = asked(kofi);
  await kofi.comesBack();
  await aFrameLater(kofi);
  expect(questions, "nothing is asked over what is typed").toEqual([]);
  await expect(kofi.field("Phone")).toHaveValue("020 123");

  await kofi.fills({ Phone: "" });
  await kofi.looksAway();
  await kofi.comesBack();
  await kofi.sees("suggests that your name be written: Kofi A. Owusu");
});

test("a tab of somebody who was suspended or logged out meanwhile says so when it is seen again", async ({ person }) => {
  test.setTimeout(300_000);
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu");
  const { slug, group } = await aClassOf(esi, kofi);
  kofi.expects(/403/, /401 .*\/live\/notifications/);
  await kofi.opens(group.path);
  await kofi.looksAway();
  await esi.opens(`/s/${slug}/people?q=kofi`);
  await esi.follows("Kofi Owusu");
  await esi.seesHeading("Kofi Owusu");
  await esi.main.locator("#ask-suspend summary").click();
  await esi.presses("Suspend now");
  await esi.sees("Kofi Owusu: Suspended");
  await kofi.comesBack();
  await kofi.seesHeading("Your place here is suspended");
  await expect(kofi.page.locator(`.sidebar a[href^="/s/${slug}"]`)).toHaveCount(0);
  await esi.presses("Undo");
  await esi.isTold("It is undone.");

  await kofi.opens(group.path);
  await kofi.looksAway();
  const elsewhere = await person("Kofi Owusu", { as: kofi });
  await logIn(elsewhere);
  await logOutEverywhere(elsewhere);
  await kofi.comesBack();
  await kofi.arrives(/\/login/);
});
