// Departments: a class is put into one, lists are narrowed to it, and who heads it sees its classes and no others.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { makeAClass } from "../support/classes";
import { linkIn } from "../support/mails";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

const cards = (person: Person) => person.main.locator("ul.cards > li");
const rows = (person: Person) => person.main.locator("#people tbody tr");

test("a class is put into a department, and the department's head sees that class and no other", async ({ person, mails }) => {
  const esi = await person("Esi Mensah");
  const kofi = await person("Kofi Owusu", { javaScript: false });
  const ama = await person("Ama Serwaa", { javaScript: false });
  const nana = await person("Nana Agyeman", { javaScript: false });
  const slug = unique("heads");
  await foundTheSchool(esi, { name: `The School of Heads ${slug}`, slug, timeZone: "Africa/Accra" });
  const biology = await makeAClass(esi, slug, "Biology");
  const history = await makeAClass(esi, slug, "History");
  await joinWithCode(kofi, biology.studentCode);
  await joinWithCode(ama, history.studentCode);

  await test.step("a department head comes, and has nothing to look after yet", async () => {
    await esi.opens(`/s/${slug}/invitations`);
    await esi.fills({ People: `${nana.name} <${nana.email}>`, Role: "department_head" });
    await esi.presses("Send the invitations");
    await esi.isTold("The invitations are on their way.");
    await nana.opens(linkIn(await mails.latest(nana.email, /invites you/)));
    await nana.fills({ Username: nana.username, Password: nana.password });
    await nana.presses("Sign up and come in");
    await nana.arrives(`/s/${slug}`);
    await nana.sees("You head no department yet");
  });

  await test.step("a department gets its head and its class", async () => {
    await esi.opens(`/s/${slug}/settings/departments`);
    await esi.fills({ Name: "Sciences" });
    await esi.presses("Make the department");
    await esi.arrives(/\/settings\/departments\/[0-9a-f-]{36}$/);
    await esi.fills({ Head: `${nana.name} (${nana.username})` });
    await esi.presses("Save");
    await esi.isTold("The department is saved.");
    await esi.opens(`${biology.path}/settings`);
    await esi.fills({ Department: "Sciences" });
    await esi.presses("Save");
    await esi.isTold("The class is saved.");
    await expect(esi.field("Department").locator("option:checked")).toHaveText("Sciences");
  });

  await test.step("classes and people are narrowed to it", async () => {
    await esi.opens(`/s/${slug}/classes`);
    await expect(cards(esi)).toHaveText([/^Biology/, /^History/]);
    await esi.main.getByRole("combobox", { name: "Department", exact: true }).selectOption("Sciences");
    await esi.presses("Search");
    await esi.arrives(/\/classes\?q=&department=[0-9a-f-]{36}$/);
    await expect(cards(esi)).toHaveText([/^Biology/]);
    // Its card says who teaches it.
    await expect(cards(esi)).toContainText([esi.name]);
    await esi.fills({ Name: "hist" });
    await esi.presses("Search");
    await esi.sees("No class has this in its name");
    await esi.follows("Clear");
    await expect(cards(esi)).toHaveText([/^Biology/, /^History/]);
    await esi.fills({ Name: "hist" });
    await esi.presses("Search");
    await expect(cards(esi)).toHaveText([/^History/]);
    await esi.opens(`/s/${slug}/people`);
    await expect(rows(esi)).toHaveCount(4);
    await esi.fills({ Department: "Sciences" });
    await esi.presses("Show");
    await esi.arrives(/\/people\?.*department=[0-9a-f-]{36}/);
    // The student of the class, and who teaches it.
    await expect(rows(esi)).toContainText([esi.name, kofi.name]);
  });

  await test.step("its head sees that class with its people, and not the other one", async () => {
    await nana.opens(`/s/${slug}`);
    await nana.sees("Figures of Sciences");
    await expect(nana.main.locator("#classes li")).toHaveText([/^Biology/]);
    await nana.opens(`/s/${slug}/classes`);
    await expect(cards(nana)).toHaveText([/^Biology/]);
    await nana.opens(biology.path);
    await nana.seesHeading("Biology");
    await expect(nana.main.locator("#people")).toContainText(kofi.name);
    await nana.opens(`/s/${slug}/people`);
    await expect(rows(nana)).toContainText([esi.name, kofi.name, nana.name]);
    nana.expects(/status of 404/);
    expect((await nana.page.goto(history.path))?.status()).toBe(404);
  });
});
