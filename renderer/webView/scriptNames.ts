/** The scripts of the page on Android. */

/** What comes after the first one: the other screens, what verifies signatures, and each language, what is said less often apart. */
export const laterScripts = ["later", "signatures", "zh-CN", "zh-CN.more", "en", "en.more"] as const;

/** By which the page may add those, and nothing else, to itself (Trusted Types): a word of its policy. */
export const scriptsPolicy = "jiebang-scripts";
