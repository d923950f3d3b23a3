// Elements from an outline: one to a line, indented below its parent by a space, such as
// `button#start class=wide hidden`. It names them and never holds a text.

type Parts = [line: string, indent: string, tag: string, id: string, rest: string];

export function build(outline: string): HTMLElement {
  const path: HTMLElement[] = [];
  for (const line of outline.split("\n")) {
    const [, indent, tag, id, rest] = /^( *)(\w+)#?([\w-]*)(.*)/.exec(line) as unknown as Parts;
    const element = document.createElement(tag);
    if (id) element.id = id;
    for (const [, name, value] of rest.matchAll(/ ([\w-]+)=?(\S*)/g)) {
      element.setAttribute(name!, value!);
    }
    path[indent.length - 1]?.append(element, " ");
    path[indent.length] = element;
  }
  return path[0] as HTMLElement;
}
