/** Dataverse's numbers, which receivers are built for. */

/** Of the whole body, in bytes; above it four properties are left out. */
export const largestBody = 262_144

/** For one attempt, from the question for the address to the last byte of the answer. */
export const answerTimeMs = 60_000

/** Links of a chain of operations that start each other, and the time in which they are counted. */
export const deepestChain = 8
export const chainWindowMs = 3_600_000

/** The body of an answer is not looked at; one without end must not fill the memory. */
export const largestAnswer = 1_048_576
