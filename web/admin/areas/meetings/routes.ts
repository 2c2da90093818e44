import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/root-route.ts'

export const meetingRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings',
    staticData: { needs: ['Read gr_meeting'] },
    component: lazyRouteComponent(() => import('./meeting-list.tsx'), 'MeetingList'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings/new',
    staticData: { needs: ['Create gr_meeting'] },
    component: lazyRouteComponent(() => import('./new-meeting.tsx'), 'NewMeeting'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings/$meetingId',
    staticData: { needs: ['Read gr_meeting'] },
    component: lazyRouteComponent(() => import('./meeting-page.tsx'), 'MeetingPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/meetings/$meetingId/change',
    staticData: { needs: ['Update gr_meeting'] },
    component: lazyRouteComponent(() => import('./change-meeting.tsx'), 'ChangeMeeting'),
  }),
]
