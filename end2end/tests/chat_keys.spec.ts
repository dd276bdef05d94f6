// The chat by keys alone: the talk is one stop, and whoever is in it is never thrown out.
import { aClass, acts, enterTheChat, hears, log, message, say, write } from "../support/chat";
import { expect, test } from "../support/test";

test("the talk is one stop of the Tab key, and the arrows go from message to message", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  for (const text of ["One", "Two", "Three"]) await say(esi, text);
  await enterTheChat(kofi, group);
  await hears(kofi, "Three");
  const keys = kofi.page.keyboard;

  await test.step("past it", async () => {
    await kofi.main.getByRole("link", { name: "To the message field" }).focus();
    await keys.press("Tab");
    await expect(log(kofi)).toBeFocused();
    await keys.press("Tab");
    await expect(log(kofi).locator(":focus")).toHaveCount(0);
    await kofi.main.getByRole("link", { name: "To the message field" }).press("Enter");
    await expect(kofi.field("Message")).toBeFocused();
  });

  await test.step("through it", async () => {
    await log(kofi).focus();
    await keys.press("ArrowUp");
    await expect(message(kofi, "Three")).toBeFocused();
    await keys.press("ArrowUp");
    await expect(message(kofi, "Two")).toBeFocused();
    await keys.press("Tab");
    await expect(message(kofi, "Two").locator(":focus"), "what can be done with it").toHaveCount(1);
    await keys.press("ArrowUp");
    await expect(message(kofi, "One")).toBeFocused();
    await keys.press("Escape");
    await expect(kofi.field("Message")).toBeFocused();
  });

  await test.step("who stands on a message that changes stays there", async () => {
    await log(kofi).focus();
    await keys.press("ArrowUp");
    await keys.press("ArrowUp");
    await expect(message(kofi, "Two")).toBeFocused();
    const opened = await acts(esi, "Two");
    await opened.getByRole("button", { name: "React with 👍" }).click();
    await expect(message(kofi, "Two").locator(".reactions")).toBeVisible();
    await expect(message(kofi, "Two")).toBeFocused();
  });
});

test("what is done most stands beside the message that a mouse or the keys are at, and moves nothing", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  const phone = test.info().project.name === "phone";
  await enterTheChat(esi, group);
  await say(esi, "Who has the book?");
  await say(esi, "The blue one");
  await enterTheChat(kofi, group);
  await hears(kofi, "The blue one");
  const [first, second] = [message(kofi, "Who has the book?"), message(kofi, "The blue one")];
  const quick = log(kofi).getByRole("group", { name: "Quick actions" });
  await expect(quick).toHaveCount(0);
  if (phone) {
    await first.locator(".message-body").tap();
    await acts(kofi, "Who has the book?");
    await expect(quick, "under a finger the menu has it").toHaveCount(0);
    return;
  }

  await test.step("under a mouse", async () => {
    const before = await second.boundingBox();
    await first.hover();
    await expect(first.getByRole("group", { name: "Quick actions" })).toHaveCSS("opacity", "1");
    await second.hover();
    await expect(second.getByRole("group", { name: "Quick actions" })).toHaveCSS("opacity", "1");
    await expect(quick, "drawn for one alone").toHaveCount(1);
    expect(await second.boundingBox()).toEqual(before);
    await quick.getByRole("button", { name: "React with 👍" }).click();
    await expect(message(esi, "The blue one").locator(".reactions")).toContainText("👍");
    await first.hover();
    await first.getByRole("link", { name: "Reply", exact: true }).click();
    await expect(kofi.main.getByText(`Answering ${esi.name}`)).toBeVisible();
    await kofi.field("Message").press("Escape");
    await kofi.field("Message").hover();
    await expect(quick).toHaveCount(0);
  });

  await test.step("under the keys", async () => {
    await log(kofi).focus();
    await kofi.page.keyboard.press("ArrowUp");
    await expect(second).toBeFocused();
    await expect(second.getByRole("group", { name: "Quick actions" })).toHaveCSS("opacity", "1");
    await quick.getByRole("link", { name: "Reply", exact: true }).focus();
    await kofi.page.keyboard.press("Tab");
    await expect(second.locator(".message-acts summary"), "the menu comes after it").toBeFocused();
    await kofi.page.keyboard.press("ArrowUp");
    await expect(first).toBeFocused();
    await expect(quick).toHaveCount(1);
    await kofi.page.keyboard.press("Escape");
    await expect(quick).toHaveCount(0);
  });
});

test("a message that is edited is marked, and its author types no more once it is saved", async ({ person }) => {
  const { esi, kofi, group } = await aClass(person);
  await enterTheChat(esi, group);
  await enterTheChat(kofi, group);
  await say(esi, "Before");
  await hears(kofi, "Before");
  await esi.field("Message").press("ArrowUp");
  await expect(log(esi).locator(".message-meant")).toHaveText(/Before/);
  await esi.field("Message").pressSequentially(" and after");
  await expect(kofi.main.getByText(`${esi.name} is typing`)).toBeVisible();
  await esi.presses("Save");
  await hears(kofi, "Before and after");
  await expect(kofi.main.getByText(`${esi.name} is typing`)).toBeHidden({ timeout: 1500 });
  await expect(log(esi).locator(".message-meant")).toHaveCount(0);
  await write(kofi, "Seen");
  await hears(esi, "Seen");
});
