// One's own account: who one is, how one logs in, where.
import { foundTheSchool, joinWithCode, logIn, tryToLogIn } from "../support/accounts";
import { makeAClass } from "../support/classes";
import { axe, fitsNarrowScreens } from "../support/looks";
import { codeIn } from "../support/mails";
import { type Person, unique } from "../support/person";
import { expect, test } from "../support/test";

async function aSchoolOf(founder: Person): Promise<string> {
  const slug = unique("own");
  await foundTheSchool(founder, { name: `School ${slug}`, slug, timeZone: "Africa/Accra" });
  return slug;
}

/** A picture, twice as wide as high unless told otherwise, drawn in the browser itself. */
async function picture(person: Person, size = { width: 400, height: 200 }): Promise<Buffer> {
  const data = await person.page.evaluate(({ width, height }) => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d");
    context?.fillRect(0, 0, width / 2, height);
    return canvas.toDataURL("image/png").split(",")[1];
  }, size);
  return Buffer.from(data ?? "", "base64");
}

/** The button beside each of these passwords shows that one and none of the others, and hides it again. */
async function showsEachByItsButton(person: Person, ids: string[]): Promise<void> {
  const types = () => Promise.all(ids.map((id) => person.main.locator(`#${id}`).getAttribute("type")));
  const hidden = ids.map(() => "password");
  for (const id of ids) {
    const beside = person.main.locator(".affix").filter({ has: person.page.locator(`#${id}`) }).getByRole("button");
    await expect(beside).toHaveAccessibleName(/^Show what is typed: (Present|New) password$/);
    await expect(beside).toHaveAttribute("aria-controls", id);
    await beside.click();
    await expect.poll(types).toEqual(ids.map((it) => (it === id ? "text" : "password")));
    await expect(beside).toHaveAccessibleName(/^Hide what is typed: (Present|New) password$/);
    await beside.click();
    await expect.poll(types).toEqual(hidden);
  }
}

test("a name, a look and a photo are on every page from then on", async ({ person }) => {
  const adjoa = await person("Adjoa Sarpong");
  const slug = await aSchoolOf(adjoa);
  await adjoa.opens("/me");
  await adjoa.fills({ "Full name": "Adjoa Sarpong-Mensah", Appearance: "dark", "Time zone": "Asia/Kolkata" });
  await adjoa.presses("Save");
  await adjoa.isTold("Your profile is saved.");
  await expect(adjoa.page.locator("html")).toHaveAttribute("data-theme", "dark");
  const zone = adjoa.main.getByRole("combobox", { name: "Time zone" });
  await expect(zone).toHaveValue("Asia/Kolkata");
  // The first of the list follows the school, and says which zone that is.
  await zone.fill("");
  const zones = adjoa.main.getByRole("listbox", { name: "Time zone" }).getByRole("option");
  await expect(zones.first()).toHaveText(/^As in my school: \S+$/);
  await zones.first().click();
  await adjoa.sends("Save");
  await adjoa.opens("/me");
  await expect(zone).toHaveValue(/^As in my school: /);
  await expect(adjoa.page.getByRole("banner").getByText("Adjoa Sarpong-Mensah")).toHaveCount(1);

  const me = { name: "me.png", mimeType: "image/png", buffer: await picture(adjoa) };
  await adjoa.field("Picture").setInputFiles(me);
  const crop = adjoa.main.getByRole("application");
  await expect(crop).toBeVisible();
  await adjoa.presses("Take out: me.png");
  await expect(crop).toHaveCount(0);
  await adjoa.field("Picture").setInputFiles(me);
  await crop.focus();
  await adjoa.page.keyboard.press("+");
  await adjoa.page.keyboard.press("ArrowLeft");
  await axe(adjoa.page);
  await fitsNarrowScreens(adjoa.page);
  await adjoa.presses("Save the photo");
  await adjoa.isTold("Your photo is saved.");
  await adjoa.opens(`/s/${slug}`);
  const photo = adjoa.page.getByRole("banner").locator(".avatar img");
  await expect(photo).toBeVisible();
  // A picture comes after the page it stands on.
  await expect.poll(() => photo.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(256);

  await adjoa.opens("/me");
  await adjoa.presses("Remove the photo");
  await adjoa.isTold("Your photo is removed.");
  await expect(adjoa.page.getByRole("banner").locator(".avatar")).toBeVisible();
  await expect(photo).toHaveCount(0);
});

test("of two pictures chosen the last one is cut, however slowly the first is read", async ({ person }) => {
  const adjoa = await person("Adjoa Sarpong");
  await aSchoolOf(adjoa);
  await adjoa.opens("/me");
  const wide = { name: "wide.png", mimeType: "image/png", buffer: await picture(adjoa) };
  const high = { name: "high.png", mimeType: "image/png", buffer: await picture(adjoa, { width: 100, height: 300 }) };
  await adjoa.page.evaluate(() => {
    const read = window.createImageBitmap;
    const held = new Promise((go) => document.addEventListener("read-on", go, { once: true }));
    let isFirst = true;
    window.createImageBitmap = async (source: ImageBitmapSource) => {
      const waits = isFirst;
      isFirst = false;
      const bitmap = await read(source);
      if (waits) await held;
      return bitmap;
    };
  });
  await adjoa.field("Picture").setInputFiles(wide);
  await adjoa.field("Picture").setInputFiles(high);
  const side = adjoa.main.locator('input[name="side"]');
  await expect(side).toHaveValue("100");
  await adjoa.page.evaluate(async () => {
    document.dispatchEvent(new Event("read-on"));
    for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
  });
  await expect(side).toHaveValue("100");
});

test("a photo is sent without scripts, and what is none comes back with a word", async ({ person }) => {
  const adjoa = await person("Adjoa Sarpong", { javaScript: false });
  await aSchoolOf(adjoa);
  await adjoa.opens("/me");
  await adjoa.field("Picture").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await adjoa.presses("Save the photo");
  await adjoa.sees("This picture cannot be read.");
});

test("a new password logs the other devices out and this one stays", async ({ person }) => {
  const esi = await person("Esi Owusu");
  await aSchoolOf(esi);
  const phone = await person("Esi Owusu", { as: esi });
  await logIn(phone);

  await esi.opens("/me/security");
  const form = esi.main.locator("#password");
  for (const field of ["Present password", "New password"]) {
    await expect(form.getByRole("button", { name: `Show what is typed: ${field}`, exact: true })).toBeVisible();
  }
  await form.getByLabel("Present password").fill("not the password");
  await form.getByLabel("New password").fill("another calm sentence");
  await showsEachByItsButton(esi, ["password-present", "password-new", "email-present"]);
  await esi.presses("Change the password");
  await esi.sees("This is not your present password.");
  await form.getByLabel("Present password").fill(esi.password);
  await form.getByLabel("New password").fill("another calm sentence");
  await esi.presses("Change the password");
  await esi.isTold("Your password is changed.");
  esi.password = "another calm sentence";

  await phone.page.goto("/me");
  await phone.page.waitForURL(/\/login\?next=/);
  await phone.settles();
  await tryToLogIn(phone, phone.username, esi.password);
  await phone.arrives("/me");

  // And the other way round: the list of devices ends that session.
  await esi.opens("/me/devices");
  await esi.main.getByRole("button", { name: /^Log out (Chrome|Chromium) on/ }).click();
  await esi.isTold("That device is logged out.");

  // The tab stands open there: the next click leads to the log-in, out of the frame of who was logged in, and back again.
  phone.expects(/status of 401/);
  await phone.main.getByRole("link", { name: "Schools", exact: true }).click();
  await phone.arrives(/\/login\?next=\/me\/schools$/);
  await expect(phone.page.getByRole("button", { name: "Log out" })).toHaveCount(0);
  await expect(phone.page.locator(".sidebar")).toHaveCount(0);
  await tryToLogIn(phone, phone.username, esi.password);
  await phone.arrives("/me/schools");
});

test("another address is one's own when its code has come back", async ({ person, mails }) => {
  const yaa = await person("Yaa Asante");
  await aSchoolOf(yaa);
  const email = `${unique("yaa")}@lyceum.test`;
  await yaa.opens("/me/security");
  await yaa.main.getByLabel("New e-mail address").fill(email);
  await yaa.main.locator("#email").getByLabel("Present password").fill(yaa.password);
  await yaa.presses("Send the code");
  await yaa.sees(`${email} waits to be confirmed`);
  await axe(yaa.page);
  await yaa.fills({ Code: codeIn(await mails.latest(email, /code/i)) });
  await yaa.presses("Confirm");
  await yaa.isTold("Your e-mail address is changed.");
  await yaa.sees(`Your address is ${email}.`);
});

test("one leaves a school, but not as its last admin", async ({ person }) => {
  const ama = await person("Ama Serwaa");
  const kofi = await person("Kofi Mensah");
  const slug = await aSchoolOf(ama);
  const group = await makeAClass(ama, slug, "Form 1");
  await joinWithCode(kofi, group.studentCode);

  await ama.opens("/me/schools");
  await ama.sees("You are its only admin.");
  await kofi.opens("/me/schools");
  await kofi.main.getByText("Leave", { exact: true }).click();
  await axe(kofi.page);
  await fitsNarrowScreens(kofi.page);
  await kofi.presses("Leave the school");
  await kofi.isTold("You have left the school.");
  await kofi.sees("You are in no school");
  await ama.opens(group.path);
  await expect(ama.main.locator("#people")).toContainText(ama.username);
  await expect(ama.main.getByText(kofi.username)).toHaveCount(0);
});

test("every part of the account is usable by all, and the phone's tabs are whole", async ({ person }) => {
  const esi = await person("Esi Owusu");
  await aSchoolOf(esi);
  for (const path of ["/me", "/me/security", "/me/notifications", "/me/devices", "/me/schools", "/email/none", "/reset/none"]) {
    await esi.opens(path);
    await axe(esi.page);
    await fitsNarrowScreens(esi.page);
  }
  await esi.page.setViewportSize({ width: 320, height: 640 });
  await esi.opens("/me");
  await expect(esi.page.locator(".sidebar a > span")).not.toHaveCount(0);
  const cut = await esi.page.locator(".sidebar a > span").evaluateAll((spans) => spans.filter((it) => it.scrollWidth > it.clientWidth).length);
  expect(cut, "words of the tab bar that are cut off").toBe(0);
});

test("whoever types before the page lives is not taken to the wrong field", async ({ person }) => {
  const efua = await person("Efua Danso");
  await aSchoolOf(efua);
  await efua.opens("/me");
  // A client on a slow line.
  await efua.page.addInitScript(() => {
    const begin = WebAssembly.instantiateStreaming;
    const arrived = new Promise((done) => addEventListener("client-arrives", done, { once: true }));
    const late = async (source: Response | PromiseLike<Response>, imports?: WebAssembly.Imports) => {
      await arrived;
      return begin(source, imports);
    };
    Object.assign(WebAssembly, { instantiateStreaming: late });
  });
  await efua.fills({ "Full name": " " });
  await efua.presses("Save");
  await efua.sees("1 field needs another look before this can be sent.");
  await efua.field("Organization").fill("Harbour ");
  const frames = () => efua.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(efua.page.locator("html"), "the client is not there yet").not.toHaveAttribute("data-hydrated", /.*/);
  await efua.page.evaluate(() => dispatchEvent(new Event("client-arrives")));
  await efua.settles();
  await frames();
  await expect(efua.field("Organization")).toBeFocused();
  await efua.page.keyboard.type("Books");
  await expect(efua.field("Organization")).toHaveValue("Harbour Books");
});
