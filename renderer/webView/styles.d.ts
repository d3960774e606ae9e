/** The build makes one file of every style that is imported. */
declare module "*.css";
