import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console; `npm run build` writes it to dist/console, from where the hub serves it. */
export default defineConfig({
  root: 'web/admin',
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'es2024',
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
            {
              name: 'mantine',
              test: /node_modules\/@(mantine\/(core|hooks|notifications)|floating-ui)\//,
            },
            { name: 'tanstack', test: /node_modules\/@tanstack\// },
          ],
        },
      },
    },
  },
})
