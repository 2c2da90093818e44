import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const eventRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events',
    component: lazyRouteComponent(() => import('./event-list.tsx'), 'EventList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events/new',
    component: lazyRouteComponent(() => import('./new-event.tsx'), 'NewEvent'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/events/$eventId/{-$tab}',
    component: lazyRouteComponent(() => import('./event-page.tsx'), 'EventPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/calendar',
    component: lazyRouteComponent(() => import('./calendar-page.tsx'), 'CalendarPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/registrations/$registrationId',
    component: lazyRouteComponent(() => import('./registration-page.tsx'), 'RegistrationPage'),
  }),
]
