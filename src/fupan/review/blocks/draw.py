"""A block's specification to the block, or to its first alternative that has something to show."""

from __future__ import annotations

from fupan.review.blocks import (
    actions,
    appendix,
    band,
    bridge,
    bubble,
    causes,
    chart,
    contents,
    findings,
    funnel,
    gantt,
    heat,
    measures,
    pareto,
    picture,
    points,
    progress,
    ranking,
    reds,
    table,
    targets,
    tile_map,
    tiles,
    variance,
)
from fupan.review.context import Context
from fupan.review.deck_blocks import (
    ActionsSpec,
    AppendixSpec,
    BandSpec,
    BlockSpec,
    BridgeSpec,
    BubbleSpec,
    CausesSpec,
    ChartSpec,
    ContentsSpec,
    FindingsSpec,
    FunnelSpec,
    GanttSpec,
    HeatSpec,
    MeasuresSpec,
    ParetoSpec,
    PictureSpec,
    PointsSpec,
    PriceVolumeMixSpec,
    ProgressBlockSpec,
    RankingSpec,
    RedsSpec,
    TableBlockSpec,
    TargetsSpec,
    TileMapSpec,
    TilesSpec,
)
from fupan.review.model import Block, Placed


def draw_block(spec: BlockSpec, context: Context) -> Placed | None:
    """The block in its slot; an alternative keeps the slot of the block it stands for."""
    content = _draw(spec, context)
    if content is not None:
        return Placed(spec.slot, content, spec.id)
    for other in spec.otherwise:
        placed = draw_block(other, context)
        if placed is not None:
            return Placed(spec.slot, placed.content, placed.id)
    return None


def _draw(spec: BlockSpec, context: Context) -> Block | None:
    match spec:
        case TilesSpec():
            return tiles.draw(spec, context)
        case ChartSpec():
            return chart.draw(spec, context)
        case ParetoSpec():
            return pareto.draw(spec, context)
        case RankingSpec():
            return ranking.draw(spec, context)
        case BubbleSpec():
            return bubble.draw(spec, context)
        case FunnelSpec():
            return funnel.draw(spec, context)
        case BandSpec():
            return band.draw(spec, context)
        case TileMapSpec():
            return tile_map.draw(spec, context)
        case GanttSpec():
            return gantt.draw(spec, context)
        case PictureSpec():
            return picture.draw(spec, context)
        case BridgeSpec():
            return bridge.draw(spec, context)
        case PriceVolumeMixSpec():
            return variance.draw(spec, context)
        case TableBlockSpec():
            return table.draw(spec, context)
        case HeatSpec():
            return heat.draw(spec, context)
        case PointsSpec():
            return points.draw(spec, context)
        case ActionsSpec():
            return actions.draw(spec, context)
        case CausesSpec():
            return causes.draw(spec, context)
        case MeasuresSpec():
            return measures.draw(spec, context)
        case TargetsSpec():
            return targets.draw(spec, context)
        case ContentsSpec():
            return contents.draw(spec, context)
        case ProgressBlockSpec():
            return progress.draw(spec, context)
        case FindingsSpec():
            return findings.draw(spec, context)
        case RedsSpec():
            return reds.draw(spec, context)
        case AppendixSpec():
            return appendix.draw(spec, context)
