import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const queryRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/query',
    staticData: { needs: [] },
    component: lazyRouteComponent(() => import('./query-page.tsx'), 'QueryPage'),
  }),
]
