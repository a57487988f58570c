// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/candidate_mark.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>

#include <array>
#include <cmath>
#include <numbers>

namespace tiebreak::ui {

namespace {

enum Shape { circle, square, triangleUp, diamond, triangleDown, plus, star, cross };

QPainterPath polygon(std::initializer_list<QPointF> points, qreal scale) {
    QPolygonF outline;
    for (const QPointF& p : points) {
        outline << p * scale;
    }
    QPainterPath path;
    path.addPolygon(outline);
    path.closeSubpath();
    return path;
}

/// A plus of arm length `reach` and arm width `width`, as one outline.
QPainterPath plusOutline(qreal reach, qreal width) {
    const qreal a = width / 2;
    const qreal r = reach;
    return polygon({{-a, -r},
                    {a, -r},
                    {a, -a},
                    {r, -a},
                    {r, a},
                    {a, a},
                    {a, r},
                    {-a, r},
                    {-a, a},
                    {-r, a},
                    {-r, -a},
                    {-a, -a}},
                   1);
}

QPainterPath starOutline(qreal outer) {
    // Inner radius a little above the regular pentagram's 0.382, which looks spiky at 9 px.
    const qreal inner = outer * 0.45;
    QPolygonF points;
    for (int i = 0; i < 10; ++i) {
        const qreal radius = i % 2 == 0 ? outer : inner;
        const qreal angle = -std::numbers::pi / 2 + i * std::numbers::pi / 5;
        points << QPointF(radius * std::cos(angle), radius * std::sin(angle));
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    path.translate(0, outer * 0.06);
    return path;
}

class MarkEngine : public QIconEngine {
public:
    explicit MarkEngine(int slot)
        : slot_(slot) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const qreal side = std::min(rect.width(), rect.height()) * 10.0 / 16.0;
        QRectF box(0, 0, side, side);
        box.moveCenter(QRectF(rect).center());
        paintCandidateMark(*painter, box, slot_, tokens());
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }

    QIconEngine* clone() const override { return new MarkEngine(slot_); }

private:
    int slot_;
};

} // namespace

bool candidateHollow(int slot) {
    return slot >= 0 && slot / candidateSlots % 2 == 1;
}

QPainterPath candidateShape(int slot, qreal size) {
    QPainterPath path;
    const qreal h = size / 2;
    if (slot < 0) {
        path.addEllipse(QPointF(), h * 0.72, h * 0.72);
        return path;
    }
    // Scaled by eye and area, so that no shape shouts.
    switch (slot % candidateSlots) {
    case circle:
        path.addEllipse(QPointF(), h, h);
        break;
    case square:
        path.addRect(QRectF(-h * 0.9, -h * 0.9, h * 1.8, h * 1.8));
        break;
    case triangleUp:
        return polygon({{0, -1.0}, {1.1, 0.9}, {-1.1, 0.9}}, h);
    case diamond:
        return polygon({{0, -1.2}, {1.2, 0}, {0, 1.2}, {-1.2, 0}}, h);
    case triangleDown:
        return polygon({{0, 1.0}, {1.1, -0.9}, {-1.1, -0.9}}, h);
    case plus:
        return plusOutline(h * 1.1, h * 0.8);
    case star:
        return starOutline(h * 1.25);
    case cross: {
        QPainterPath upright = plusOutline(h * 1.2, candidateHollow(slot) ? h * 0.28 : h * 0.62);
        return QTransform().rotate(45).map(upright);
    }
    default:
        break;
    }
    return path;
}

void paintCandidateMark(QPainter& painter, const QRectF& box, int slot, const Tokens& t) {
    const qreal size = std::min(box.width(), box.height());
    const bool thinCross = slot >= 0 && slot % candidateSlots == cross;
    const bool hollow = candidateHollow(slot) && !thinCross;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    if (hollow) {
        constexpr qreal line = 1.4;
        painter.setPen(QPen(t.candidate(slot), line, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(candidateShape(slot, size - line));
    } else {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.candidate(slot));
        painter.drawPath(candidateShape(slot, size));
    }
    painter.restore();
}

QIcon candidateIcon(int slot) {
    return QIcon(new MarkEngine(slot));
}

QString candidateMarkName(int slot) {
    const auto say = [](const char* text) { return QCoreApplication::translate("CandidateMark", text); };
    if (slot < 0) {
        return say("reference model");
    }
    static constexpr std::array<const char*, candidateSlots> filled = {"blue circle",
                                                                       "vermilion square",
                                                                       "green triangle",
                                                                       "purple diamond",
                                                                       "amber triangle pointing down",
                                                                       "sky-blue plus",
                                                                       "olive star",
                                                                       "ink cross"};
    const QString name = say(filled[static_cast<std::size_t>(slot % candidateSlots)]);
    return candidateHollow(slot) ? say("hollow %1").arg(name) : name;
}

} // namespace tiebreak::ui
