import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const requestBinRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/request-bins',
    staticData: { needs: ['Read all serviceendpoint'] },
    component: lazyRouteComponent(() => import('./bin-list.tsx'), 'BinList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/request-bins/$binId',
    staticData: { needs: ['Update serviceendpoint'] },
    component: lazyRouteComponent(() => import('./bin-page.tsx'), 'BinPage'),
  }),
]
