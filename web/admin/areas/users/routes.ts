import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

const overview = lazyRouteComponent(() => import('./users-page.tsx'), 'UsersPage')

export const userRoutes = [
  ...(['/users', '/teams', '/roles'] as const).map((path) =>
    createRoute({
      getParentRoute: () => rootRoute,
      path,
      component: overview,
      staticData: { needs: ['Administrate'] },
    }),
  ),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/users/$userId',
    staticData: { needs: ['Administrate'] },
    component: lazyRouteComponent(() => import('./user-page.tsx'), 'UserPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/teams/$teamId',
    staticData: { needs: ['Administrate'] },
    component: lazyRouteComponent(() => import('./team-page.tsx'), 'TeamPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/roles/$roleId',
    staticData: { needs: ['Administrate'] },
    component: lazyRouteComponent(() => import('./role-page.tsx'), 'RolePage'),
  }),
]
