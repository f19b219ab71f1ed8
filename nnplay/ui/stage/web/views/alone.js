// Views that play a film of their own, alone on a stage, which nothing else on the page follows.

import { ProfileView } from "./profile.js"
import { RaceView } from "./race.js"
import { SurfaceView } from "./surface.js"

export const ALONE = { race: RaceView, surface: SurfaceView, profile: ProfileView }
