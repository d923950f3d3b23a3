// What crosses the gateway's API (bot/gateway/api.py), as far as the widget reads it.

import type { Language } from "../launcher/handover";

export type { Language };

// What the gateway leaves out may also be null.
export type Maybe<T> = T | null | undefined;

export interface Contact {
  label: string;
  address?: Maybe<string>;
}

export interface Resource {
  name: string;
  contacts: Contact[];
  hours?: Maybe<string>;
  note?: Maybe<string>;
}

export interface Practice {
  name: string;
  phone: string;
  hours: string;
  fictional: boolean;
}

// The numbers themselves came with the widget's texts.
export interface Help {
  language: Language;
}

export interface Button {
  title: string;
  choice: string;
  kind: "reply" | "related" | "back" | "answer" | "onward";
}

export interface Source {
  citation: string;
  name?: Maybe<string>;
  url?: Maybe<string>;
}

export interface TakeAway {
  title: string;
  page: Maybe<string>;
  pdf: Maybe<string>;
}

// Where something said belongs on the steps of a release.
export interface ReleaseLine {
  kind: string;
  progress?: Maybe<string>;
  take_away?: Maybe<TakeAway>;
}

export type DeskState = "bot" | "offered" | "waiting" | "human" | "left_message";

export interface DeskForm {
  intro: string;
  text: string;
  reach: string;
  note: string;
  no_text: string;
  no_reach: string;
  too_long: string;
}

export interface DeskAction {
  action: string;
  title: string;
}

export interface Desk {
  state: DeskState;
  status?: Maybe<string>;
  staff?: Maybe<string>;
  typing?: Maybe<string>;
  delivered?: Maybe<string>;
  actions: DeskAction[];
  form?: Maybe<DeskForm>;
  language: Language;
}

export type Sender = "visitor" | "bot" | "staff" | "system";

interface Numbered {
  seq: number;
  from: Sender;
  client_id?: Maybe<string>;
  // A language that is not English.
  language?: Maybe<Language>;
  help?: Maybe<Help>;
  pinned_help?: Maybe<Help>;
}

// What stands in the conversation; of the desk it is a change of state with a text.
export interface Said extends Numbered {
  type: "message" | "state";
  text: string;
  more?: Maybe<string>;
  title?: Maybe<string>;
  sources?: Maybe<Source[]>;
  reviewed_on?: Maybe<string>;
  release?: Maybe<ReleaseLine>;
  staff?: Maybe<string>;
  buttons?: Maybe<Button[]>;
  // The token of the button that the visitor pressed.
  choice?: Maybe<string>;
}

export interface MessageSaid extends Said {
  type: "message";
}

export interface StateChanged extends Numbered {
  type: "state";
  state: "late" | DeskState;
  text?: Maybe<string>;
  desk?: Maybe<Desk>;
}

export interface Leave {
  address: string;
  label: string;
  hint: string;
}

// The crisis card. With a refusal it comes without a number.
export interface Card {
  type: "card";
  level: "full" | "compact";
  language: Language;
  heading: string;
  body: string[];
  resources: Resource[];
  more?: Maybe<{ title: string; resources: Resource[] }>;
  leave?: Maybe<Leave>;
  buttons?: Maybe<Button[]>;
}

export type CardShown = Card & Omit<Numbered, "language">;

export type ChatEvent = MessageSaid | StateChanged | CardShown;

// It has no number, and is over soon.
export interface Typing {
  type: "typing";
}

export interface Session {
  id: string;
  token: string;
}

export interface Created extends Session {
  events: ChatEvent[];
}

export interface Reply {
  events: ChatEvent[];
  late: boolean;
  help?: Maybe<Help>;
}

export interface DeskReply {
  events: ChatEvent[];
  desk: Desk;
  help?: Maybe<Help>;
}

// The body of every answer of 4xx or 5xx.
export interface Failure {
  error?: { code?: string; message?: string; message_es?: string };
  help?: Maybe<Help>;
  card?: Maybe<Card>;
  desk?: Maybe<Desk>;
}
