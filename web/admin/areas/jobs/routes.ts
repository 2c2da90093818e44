import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const jobRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/jobs',
    staticData: { needs: ['Read all asyncoperation'] },
    component: lazyRouteComponent(() => import('./job-list.tsx'), 'JobList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/jobs/$jobId',
    staticData: { needs: ['Read asyncoperation'] },
    component: lazyRouteComponent(() => import('./job-page.tsx'), 'JobPage'),
  }),
]
