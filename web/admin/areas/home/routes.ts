import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const homeRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/',
    staticData: { needs: [] },
    component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
  }),
]
