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
