import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const requestBinRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/request-bins',
    component: lazyRouteComponent(() => import('./bin-list.tsx'), 'BinList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/request-bins/$binId',
    component: lazyRouteComponent(() => import('./bin-page.tsx'), 'BinPage'),
  }),
]
