// Views that are a film of their own, which nothing else on the page follows.

import { ProfileView } from "./profile.js"
import { RaceView } from "./race.js"
import { SurfaceView } from "./surface.js"

export const ALONE = { race: RaceView, surface: SurfaceView, profile: ProfileView }
