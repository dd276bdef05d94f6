// Support looks at the school with a student's eyes: it sees what they see, and changes nothing.
import { foundTheSchool, joinWithCode } from "../support/accounts";
import { hears, say } from "../support/chat";
import { makeAClass } from "../support/classes";
import { unique } from "../support/person";
import { expect, test } from "../support/test";

test("the admin views as a student, read-only, and is themselves again after a stop", async ({ person }, info) => {
  const esi = await person("Esi Mensah");
  const ama = await person("Ama Darko");
  const slug = unique("school");
  await foundTheSchool(esi, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  const group = await makeAClass(esi, slug, "Form 1");
  await joinWithCode(ama, group.studentCode);

  await esi.opens(`/s/${slug}/view-as?q=${ama.username}`);
  await esi.sees("no announcement is marked as unread");
  const choice = esi.main.getByRole("link", { name: `View as ${ama.name}` });
  await expect(choice, "what is pressed says what it does").toHaveText("View as");
  await choice.click();
  await esi.arrives(/\/view-as\?member=/);
  await esi.fills({ Reason: "She cannot find her class." });
  await esi.presses("Start viewing");
  await esi.arrives(`/s/${slug}`);
  const banner = esi.page.getByRole("complementary", { name: "View as" });
  await expect(banner).toContainText(`${esi.name}, you see School ${slug} as ${ama.name}.`);

  // A phone has room for the picture only.
  if (info.project.name !== "phone") {
    const [face, name] = await Promise.all([".avatar", ".topbar-name"].map((it) => esi.page.locator(`.topbar-me ${it}`).boundingBox()));
    expect(name!.x - face!.x - face!.width, "the name stands apart from the picture").toBeGreaterThanOrEqual(8);
  }

  // The class as she sees it: no codes, and a chat to read only.
  await esi.opens(group.path);
  await expect(banner).toBeVisible();
  await expect(esi.main.locator("[data-code]")).toHaveCount(0);
  await ama.opens(`${group.path}/chat`);
  await say(ama, "Is anybody here?");
  await esi.opens(`${group.path}/chat`);
  await hears(esi, "Is anybody here?");
  await expect(esi.main.getByRole("textbox")).toHaveCount(0);

  esi.expects(/status of 403/);
  await esi.page.goto("/me");
  await expect(esi.page.getByRole("heading", { name: "You are only looking" })).toBeVisible();

  await banner.getByRole("button", { name: "Stop viewing" }).click();
  await esi.arrives(`/s/${slug}`);
  await esi.isTold("You are yourself again.");
  await expect(banner).toHaveCount(0);
  await esi.opens(group.path);
  await expect(esi.main.locator("[data-code]")).toHaveCount(2);
});
