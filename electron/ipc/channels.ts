/** The two names that page and terminal call one another by. Types, so that the preload takes nothing along at run time. */

/** The page calls with the name of an order and its input, and gets an OrderAnswer. */
export type OrderChannel = "kiosk/order";

/** The page calls and gets the snapshot; later ones are sent to it by the same name. */
export type SnapshotChannel = "kiosk/snapshot";
