import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const profileRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/profile',
    staticData: { needs: [] },
    component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
  }),
]
