import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const hub = process.env.GREENROOM_HUB ?? 'http://127.0.0.1:3000'

/** The console; `npm run build` writes it to dist/console, from where the hub serves it. */
export default defineConfig({
  root: 'web/admin',
  base: '/admin/',
  plugins: [react()],
  // `npx vite --config web/vite.config.ts` while editing pages, beside a running hub.
  server: {
    proxy: {
      '^/(api|openapi.json|e|j|site)': hub,
      '^/admin/(sign-in|sign-out|console.css|mails/[^/]+/body|configurations/[^/]+/authenticate)':
        hub,
    },
  },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    // The first that know light-dark(): spring 2024.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // Files as data: URLs would need a looser content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What every page needs changes less often than the pages: browsers keep it over releases.
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'tanstack', test: /node_modules\/@tanstack\// },
          ],
        },
      },
    },
  },
})
