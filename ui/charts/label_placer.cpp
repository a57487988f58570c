// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/label_placer.h"

#include "ui/charts/box_grid.h"
#include "ui/charts/chart_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <limits>
#include <numbers>

namespace tiebreak::ui {

namespace {

constexpr double gap = 2;        // kept between texts, and between a text and an obstacle
constexpr double lineCost = 4;   // for a text across a line of fit
constexpr double leaderCost = 3; // for needing a leader at all
constexpr double farCost = 0.12; // a pixel of distance
constexpr double pushCost = 2.5; // for each label that would have to move, and again for each time it did
constexpr int directions = 24;   // clockwise from the right
constexpr std::array<double, 12> distances = {0, 9, 18, 30, 44, 60, 80, 104, 132, 164, 200, 240};

struct Candidate {
    LabelPlace place;
    double cost = 0;
};

QRectF grown(const QRectF& box, double by) {
    return box.adjusted(-by, -by, by, by);
}

/// How much worse than the right-hand side a direction reads.
double directionCost(double dx, double dy) {
    if (dx > 0) {
        return std::abs(dy) < 0.1 ? 0 : 0.6;
    }
    if (dx < 0) {
        return std::abs(dy) < 0.1 ? 0.4 : 0.9;
    }
    return dy < 0 ? 0.8 : 1.0;
}

/// What stands in the way of texts, and what in the way of leaders.
struct Obstacles {
    BoxGrid texts;
    BoxGrid leaders;

    explicit Obstacles(const LabelScene& scene)
        : texts(scene.area)
        , leaders(scene.area) {
        for (const QRectF& box : scene.obstacles) {
            texts.add(box);
            leaders.add(box);
        }
        for (const QRectF& box : scene.bars) {
            texts.add(box);
        }
    }
};

std::vector<Candidate> candidatesOf(const LabelScene& scene, const Obstacles& obstacles,
                                    const LabelRequest& label) {
    std::vector<Candidate> result;
    for (const double distance : distances) {
        for (int step = 0; step < directions; ++step) {
            const double angle = 2 * std::numbers::pi * step / directions;
            const double dx = std::abs(std::cos(angle)) < 1e-9 ? 0 : std::cos(angle);
            const double dy = std::abs(std::sin(angle)) < 1e-9 ? 0 : std::sin(angle);
            // Which part of the text faces the point: a side, a corner, or the middle of an edge.
            const double sideX = dx > 0.35 ? 1 : dx < -0.35 ? -1 : 0;
            const double sideY = dy > 0.35 ? 1 : dy < -0.35 ? -1 : 0;
            const double r = label.clearance + distance;
            QRectF box(QPointF(), label.size);
            box.moveCenter(label.point + QPointF(dx * r + sideX * label.size.width() / 2,
                                                 dy * r + sideY * label.size.height() / 2));
            if (!scene.area.contains(box) || obstacles.texts.touches(grown(box, gap))) {
                continue;
            }
            Candidate c;
            c.place.box = box;
            c.cost = directionCost(dx, dy) + farCost * distance;
            if (distance > 0) {
                const QPointF end(std::clamp(label.point.x(), box.left(), box.right()),
                                  std::clamp(label.point.y(), box.top(), box.bottom()));
                QLineF leader(label.point, end);
                const double length = leader.length();
                leader.setP1(leader.pointAt(std::min(1.0, (label.clearance - 1) / length)));
                c.place.leader = leader;
                c.cost += leaderCost;
                if (obstacles.leaders.crosses(leader, label.point)) {
                    continue;
                }
            }
            for (const QLineF& line : scene.lines) {
                c.cost += segmentTouches(line, box) ? lineCost : 0;
            }
            result.push_back(c);
        }
    }
    std::stable_sort(result.begin(), result.end(),
                     [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
    return result;
}

bool conflict(const LabelPlace& a, const LabelPlace& b) {
    if (grown(a.box, gap).intersects(b.box)) {
        return true;
    }
    if ((a.leader && segmentTouches(*a.leader, grown(b.box, 1))) ||
        (b.leader && segmentTouches(*b.leader, grown(a.box, 1)))) {
        return true;
    }
    return a.leader && b.leader && a.leader->intersects(*b.leader, nullptr) == QLineF::BoundedIntersection;
}

template <class T>
auto& at(T& values, int index) {
    return values[static_cast<std::size_t>(index)];
}

/// Which candidate each label has taken; -1 for none.
class Assignment {
public:
    explicit Assignment(std::vector<std::vector<Candidate>> candidates)
        : candidates_(std::move(candidates))
        , taken_(candidates_.size(), -1)
        , pushed_(candidates_.size(), 0) {}

    void solve() {
        std::vector<int> order(candidates_.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = static_cast<int>(i);
        }
        // The ones with least room choose first.
        std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
            return at(candidates_, a).size() < at(candidates_, b).size();
        });
        std::deque<int> waiting(order.begin(), order.end());
        std::vector<int> best;
        std::size_t fewest = candidates_.size() + 1;
        for (std::size_t steps = 40 * candidates_.size(); !waiting.empty() && steps > 0; --steps) {
            const int label = waiting.front();
            waiting.pop_front();
            for (const int other : take(label)) {
                waiting.push_back(other);
            }
            if (waiting.size() < fewest) {
                fewest = waiting.size();
                best = taken_;
            }
        }
        if (!best.empty()) {
            taken_ = std::move(best);
        }
        for (int pass = 0; pass < 2; ++pass) {
            for (const int label : order) {
                settle(label);
            }
        }
    }

    [[nodiscard]] std::optional<LabelPlace> place(std::size_t label) const {
        return taken_[label] < 0
                   ? std::nullopt
                   : std::optional(candidates_[label][static_cast<std::size_t>(taken_[label])].place);
    }

private:
    /// Takes the cheapest place, counting those that it pushes off; tells which.
    std::vector<int> take(int label) {
        const auto& places = at(candidates_, label);
        double best = std::numeric_limits<double>::infinity();
        std::vector<int> bestPushed;
        for (std::size_t c = 0; c < places.size(); ++c) {
            if (places[c].cost >= best) {
                break; // sorted: nothing cheaper follows
            }
            double cost = places[c].cost;
            std::vector<int> pushed;
            for (std::size_t other = 0; other < taken_.size() && cost < best; ++other) {
                if (static_cast<int>(other) != label && taken_[other] >= 0 &&
                    conflict(places[c].place, *place(other))) {
                    pushed.push_back(static_cast<int>(other));
                    cost += pushCost * (1 + pushed_[other]);
                }
            }
            if (cost < best) {
                best = cost;
                at(taken_, label) = static_cast<int>(c);
                bestPushed = std::move(pushed);
            }
        }
        for (const int other : bestPushed) {
            at(taken_, other) = -1;
            ++at(pushed_, other);
        }
        return bestPushed;
    }

    /// Takes the cheapest free place, if there is one.
    void settle(int label) {
        const auto& places = at(candidates_, label);
        for (std::size_t c = 0; c < places.size(); ++c) {
            bool free = true;
            for (std::size_t other = 0; other < taken_.size() && free; ++other) {
                free = static_cast<int>(other) == label || taken_[other] < 0 ||
                       !conflict(places[c].place, *place(other));
            }
            if (free) {
                at(taken_, label) = static_cast<int>(c);
                return;
            }
        }
    }

    std::vector<std::vector<Candidate>> candidates_;
    std::vector<int> taken_;
    std::vector<int> pushed_;
};

} // namespace

std::vector<std::optional<LabelPlace>> placeLabels(const LabelScene& scene,
                                                   const std::vector<LabelRequest>& labels) {
    if (labels.empty()) {
        return {};
    }
    const Obstacles obstacles(scene);
    std::vector<std::vector<Candidate>> candidates;
    candidates.reserve(labels.size());
    for (const LabelRequest& label : labels) {
        candidates.push_back(candidatesOf(scene, obstacles, label));
    }
    Assignment assignment(std::move(candidates));
    assignment.solve();
    std::vector<std::optional<LabelPlace>> result;
    result.reserve(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        result.push_back(assignment.place(i));
    }
    return result;
}

std::optional<QRectF> placeAlongLine(const LabelScene& scene, const QLineF& line, const QSizeF& size,
                                     bool fromRight) {
    if (std::abs(line.dx()) < 1) {
        return std::nullopt;
    }
    const Obstacles obstacles(scene);
    const double left = std::min(line.x1(), line.x2());
    const double right = std::max(line.x1(), line.x2());
    const auto yAt = [&](double x) { return line.y1() + (x - line.x1()) / line.dx() * line.dy(); };
    constexpr double step = 6;
    const double room = right - left - size.width();
    for (double offset = 4; offset < room; offset += step) {
        const double x = fromRight ? right - size.width() - offset : left + offset;
        const double a = yAt(x);
        const double b = yAt(x + size.width());
        for (const double away : {3.0, 10.0, 20.0}) {
            const QRectF below(QPointF(x, std::max(a, b) + away), size);
            const QRectF above(QPointF(x, std::min(a, b) - away - size.height()), size);
            for (const QRectF& box : {below, above}) {
                const QRectF kept = grown(box, gap);
                const bool free =
                    scene.area.contains(box) && !obstacles.texts.touches(kept) &&
                    std::none_of(scene.lines.begin(), scene.lines.end(),
                                 [&](const QLineF& other) { return segmentTouches(other, kept); });
                if (free) {
                    return box;
                }
            }
        }
    }
    return std::nullopt;
}

} // namespace tiebreak::ui
