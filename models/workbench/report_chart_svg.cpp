// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/report_chart_svg.h"

#include "workbench/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace tiebreak::workbench {

namespace {

constexpr double width = 760;
constexpr double height = 420;
constexpr double left = 56;
constexpr double right = 16;
constexpr double top = 16;
constexpr double bottom = 48;
constexpr double whisker = 4;
constexpr double normal_975 = 1.96;

struct Point {
    std::string name;
    double loss = 0;
    double loss_half = 0; ///< 0: no bar
    double score = 0;
    double low = 0;
    double high = 0;
    bool outlier = false;
};

/// One axis: data range widened to round ticks.
struct Axis {
    double low = 0;
    double high = 1;
    double step = 1;
    int decimals = 0;

    Axis(double from, double to, double from_pixel, double to_pixel)
        : pixel_low(from_pixel)
        , pixel_high(to_pixel) {
        if (!(to > from)) {
            from -= 0.5;
            to += 0.5;
        }
        const double rough = (to - from) / 6;
        const double power = std::pow(10.0, std::floor(std::log10(rough)));
        step = power * 10;
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (factor * power >= rough) {
                step = factor * power;
                break;
            }
        }
        decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
        low = std::floor(from / step) * step;
        high = std::ceil(to / step) * step;
    }

    [[nodiscard]] double at(double value) const {
        return pixel_low + (value - low) / (high - low) * (pixel_high - pixel_low);
    }

    double pixel_low;
    double pixel_high;
};

std::vector<Point> points_of(const Report& report, const JudgingReport& judging,
                             const LossScoreReport& association) {
    std::vector<Point> points;
    for (const LossScoreResidual& residual : association.residuals) {
        const auto candidate =
            std::ranges::find(report.candidates, residual.candidate, &CandidateReport::name);
        const auto score = std::ranges::find(judging.scores, residual.candidate, &ScoreReport::name);
        if (candidate == report.candidates.end() || score == judging.scores.end() || !candidate->test_loss ||
            !score->mean) {
            continue;
        }
        points.push_back({residual.candidate, *candidate->test_loss,
                          normal_975 * candidate->test_loss_se.value_or(0), *score->mean,
                          score->ci_low.value_or(*score->mean), score->ci_high.value_or(*score->mean),
                          residual.outlier});
    }
    return points;
}

std::string line(double x1, double y1, double x2, double y2, const char* css_class) {
    return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", x1,
                       y1, x2, y2, css_class);
}

std::string label(double x, double y, const char* anchor, const char* css_class, const std::string& text) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n", x, y,
                       anchor, css_class, html_escaped(text));
}

std::string axes(const Axis& x, const Axis& y) {
    std::string svg;
    for (double tick = y.low; tick <= y.high + y.step / 2; tick += y.step) {
        svg += line(left, y.at(tick), width - right, y.at(tick), "grid");
        svg += label(left - 8, y.at(tick) + 4, "end", "tick", number(tick, y.decimals));
    }
    for (double tick = x.low; tick <= x.high + x.step / 2; tick += x.step) {
        svg += line(x.at(tick), height - bottom, x.at(tick), height - bottom + 4, "axis");
        svg += label(x.at(tick), height - bottom + 18, "middle", "tick", number(tick, x.decimals));
    }
    svg += line(left, height - bottom, width - right, height - bottom, "axis");
    svg += line(left, top, left, height - bottom, "axis");
    svg += label((left + width - right) / 2, height - 8, "middle", "tick", "Test loss, nats a token");
    svg += fmt::format("<text transform=\"translate(14 {:.1f}) rotate(-90)\" text-anchor=\"middle\" "
                       "class=\"tick\">Score</text>\n",
                       (top + height - bottom) / 2);
    return svg;
}

/// Cut where it leaves the frame.
std::string fit_line(const Axis& x, const Axis& y, const LossScoreReport& association) {
    if (!association.theil_sen_slope) {
        return "";
    }
    const double slope = *association.theil_sen_slope;
    const double intercept = *association.theil_sen_intercept;
    double from = x.low;
    double to = x.high;
    if (slope != 0) {
        const double at_low = (y.low - intercept) / slope;
        const double at_high = (y.high - intercept) / slope;
        from = std::max(from, std::min(at_low, at_high));
        to = std::min(to, std::max(at_low, at_high));
    }
    return from < to ? line(x.at(from), y.at(intercept + slope * from), x.at(to),
                            y.at(intercept + slope * to), "fit")
                     : "";
}

std::string mark(const Axis& x, const Axis& y, const Point& p) {
    const double px = x.at(p.loss);
    const double py = y.at(p.score);
    std::string svg = "<g>\n";
    if (p.high > p.low) {
        svg += line(px, y.at(p.low), px, y.at(p.high), "bar");
        svg += line(px - whisker, y.at(p.low), px + whisker, y.at(p.low), "bar");
        svg += line(px - whisker, y.at(p.high), px + whisker, y.at(p.high), "bar");
    }
    if (p.loss_half > 0) {
        svg += line(x.at(p.loss - p.loss_half), py, x.at(p.loss + p.loss_half), py, "bar");
    }
    svg +=
        fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\" class=\"point\"><title>{}: loss {}, score "
                    "{}</title></circle>\n",
                    px, py, html_escaped(p.name), number(p.loss, 4), number(p.score, 2));
    if (p.outlier) {
        const bool at_right = px > width * 0.7;
        svg += label(px + (at_right ? -9 : 9), py + 4, at_right ? "end" : "start", "name", p.name);
    }
    return svg + "</g>\n";
}

} // namespace

std::string loss_score_svg(const Report& report, const JudgingReport& judging,
                           const LossScoreReport& association) {
    const std::vector<Point> points = points_of(report, judging, association);
    if (points.size() < 2) {
        return "";
    }
    constexpr double far = std::numeric_limits<double>::infinity();
    double x_low = far;
    double x_high = -far;
    double y_low = far;
    double y_high = -far;
    for (const Point& p : points) {
        x_low = std::min(x_low, p.loss - p.loss_half);
        x_high = std::max(x_high, p.loss + p.loss_half);
        y_low = std::min(y_low, p.low);
        y_high = std::max(y_high, p.high);
    }
    const Axis x(x_low, x_high, left, width - right);
    const Axis y(y_low, y_high, height - bottom, top);
    std::string svg =
        fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Test loss against score of "
                    "{} models\">\n",
                    width, height, points.size());
    svg += axes(x, y) + fit_line(x, y, association);
    for (const Point& p : points) {
        svg += mark(x, y, p);
    }
    svg += "</svg>\n";
    const std::string bars = judging.imported_scores
                                 ? "judge runs (which items were drawn is not in it)"
                                 : "items (other judges, decoding and training seeds are not in it)";
    return svg + "<p class=\"quiet\">n = " + std::to_string(points.size()) +
           " models. Bars: 95 % t interval over " + bars +
           ", where there is one. Line: Theil\u2013Sen. Named: beyond 2.5 \u00b7 1.4826 \u00b7 MAD of the "
           "residuals.</p>\n";
}

} // namespace tiebreak::workbench
