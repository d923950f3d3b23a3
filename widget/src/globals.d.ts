// What the bundler puts in: a style sheet as minified text, and where the panel's file is.
declare module "*.css" {
  const text: string;
  export default text;
}
declare const PANEL: { file: string; integrity: string };
declare const VERSION: string;
