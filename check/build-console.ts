/** `npm run build`: the console's pages into dist/console. */
import { buildConsole } from '../src/build-console.ts'

const began = performance.now()
const outcome = await buildConsole()
console.log(`Console: ${outcome} (${((performance.now() - began) / 1000).toFixed(1)} s).`)
if (outcome === 'no build tools') process.exitCode = 1
