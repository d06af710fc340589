"""Where a muscle's energy comes from, how each store runs down, and how fast it comes back.

Four stores, from seconds to a day, each a small model from a paper in a module of its own:

- ``phosphocreatine``: the seconds after a hard effort;
- ``capacity`` and ``balance``: critical power, the work above it (W'), and how that comes back between efforts;
  ``hydraulic`` is a fuller model of the same, for people who were fitted in a laboratory;
- ``lactate``: how it rises and falls in the blood in the hour after a sprint;
- ``glycogen``: the sugar stored in the legs, over a run and the day after.

What is described and not simulated. When a muscle works hard, phosphate and acid gather in its fibres and potassium
leaks out of them; all three weaken the pull, and all three are mostly back within minutes. Oxygen uptake lags behind
the work by about half a minute, and in hard work drifts up after some minutes (the slow component). No watch, ring or
questionnaire sees any of them, so a number for one person would be invented.

None of these models knows how a person feels, and none explains tiredness that lasts for days.
"""
