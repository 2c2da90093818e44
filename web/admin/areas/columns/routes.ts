import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const columnRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/columns',
    staticData: { needs: ['Read organization'] },
    component: lazyRouteComponent(() => import('./columns-page.tsx'), 'ColumnsPage'),
  }),
]
