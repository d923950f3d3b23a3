// Sound and notifications. Both need a press first; what was chosen is kept in this browser.
(() => {
  "use strict";
  const CHOSEN = "staff-sound";
  const bar = document.getElementById("sound");
  const button = document.getElementById("sound-on");
  let context = null;

  const isOn = () => context !== null && context.state === "running";
  const show = () => { if (bar) bar.hidden = isOn(); };

  function wake() {
    if (!window.AudioContext) return;
    context = context || new AudioContext();
    context.onstatechange = show;
    context.resume().then(show, show);
  }

  function tone(frequency, start, length, volume) {
    const at = context.currentTime + start;
    const source = context.createOscillator();
    const gain = context.createGain();
    source.type = "sine";
    source.frequency.value = frequency;
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(volume, at + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, at + length);
    source.connect(gain).connect(context.destination);
    source.start(at);
    source.stop(at + length);
  }

  function sound(urgent) {
    // For tests, and for whoever looks for why nothing was heard.
    document.documentElement.dataset.rang = urgent ? "urgent" : "gentle";
    if (!isOn()) return;
    if (!urgent) {
      tone(660, 0, 0.5, 0.2);
      tone(880, 0.18, 0.6, 0.2);
      return;
    }
    for (let turn = 0; turn < 3; turn += 1) {
      tone(880, turn * 0.7, 0.3, 0.5);
      tone(660, turn * 0.7 + 0.3, 0.35, 0.5);
    }
  }

  function notify(title, body, tag, address) {
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    try {
      const note = new Notification(title, { body, tag, renotify: true });
      note.onclick = () => { window.focus(); location.assign(address); };
    } catch {
      // Some telephones allow them to service workers only: the sound must do.
    }
  }

  if (button) {
    button.addEventListener("click", () => {
      localStorage.setItem(CHOSEN, "on");
      wake();
      sound(false);
      if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
      document.getElementById("main").focus();
    });
  }
  if (localStorage.getItem(CHOSEN) === "on") {
    wake();
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { if (!isOn()) wake(); });
  }
  show();
  window.staffRing = { sound, notify };
})();
