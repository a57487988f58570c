// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/card_pictures.h"

#include "ui/theme/candidate_mark.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPainter>

namespace tiebreak::ui {

namespace {

struct Dot {
    double x;
    double y;
};

/// Eight marks about a falling line: an illustration, not data. Shares of the plot's width and height.
constexpr Dot dots[] = {{0.07, 0.24}, {0.19, 0.19}, {0.31, 0.43}, {0.44, 0.35},
                        {0.57, 0.56}, {0.69, 0.32}, {0.82, 0.70}, {0.925, 0.81}};

void paintChart(QPainter& painter, const QRectF& area, const Tokens& t) {
    const QRectF plot = area.adjusted(28, 18, -28, -24);
    for (const double share : {0.12, 0.45, 0.78}) {
        painter.fillRect(QRectF(plot.left(), plot.top() + share * plot.height(), plot.width(), 1), t.rowLine);
    }
    painter.fillRect(QRectF(plot.left(), plot.top(), 1, plot.height()), t.strong);
    painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 1), t.strong);
    const auto at = [&](double x, double y) {
        return QPointF(plot.left() + x * plot.width(), plot.top() + y * plot.height());
    };
    painter.setPen(QPen(t.accent, 1.8));
    painter.drawLine(at(0.015, 0.16), at(0.985, 0.81));
    int slot = 0;
    for (const Dot& dot : dots) {
        const QPointF c = at(dot.x, dot.y);
        painter.setPen(QPen(t.candidate(slot), 1.2));
        painter.drawLine(c - QPointF(0, 7), c + QPointF(0, 7));
        painter.drawLine(c + QPointF(-3, -7), c + QPointF(3, -7));
        painter.drawLine(c + QPointF(-3, 7), c + QPointF(3, 7));
        paintCandidateMark(painter, QRectF(c.x() - 4.5, c.y() - 4.5, 9, 9), slot++, t);
    }
}

void paintAnswers(QPainter& painter, const QRectF& area, const Tokens& t) {
    const QRectF page = area.adjusted(23, 20, -20, -20);
    const double column = page.width() / 3;
    const double lengths[3][6] = {{0.92, 0.83, 0.88, 0.64, 0.77, 0.28},
                                  {0.56, 0.86, 0.92, 0.63, 0.83, 0.46},
                                  {0.74, 0.92, 0.84, 0.46, 0, 0}};
    for (int c = 0; c < 3; ++c) {
        const double left = page.left() + c * column + (c > 0 ? 8 : 0);
        if (c > 0) {
            painter.fillRect(QRectF(page.left() + c * column - 1, page.top(), 1, page.height()), t.border);
        }
        for (int line = 0; line < 6; ++line) {
            if (lengths[c][line] <= 0) {
                continue;
            }
            QColor colour = t.border;
            if (c == 1 && line == 0) {
                colour = t.ok;
            } else if (c == 1 && line == 3) {
                colour = t.bad;
            }
            painter.setPen(Qt::NoPen);
            painter.setBrush(colour);
            painter.drawRoundedRect(
                QRectF(left, page.top() + 8 + line * 12, lengths[c][line] * (column - 12), 5), 2, 2);
        }
    }
}

void paintEndpoints(QPainter& painter, const QRectF& area, const Tokens& t) {
    const QString unasked = QCoreApplication::translate("StartPage", "not asked yet");
    const QString names[] = {QStringLiteral("llama.cpp, port 8080"), QStringLiteral("Ollama, port 11434"),
                             QStringLiteral("vLLM, port 8000")};
    painter.setFont(Theme::font(TextSize::small));
    double y = area.top() + 16;
    for (const QString& name : names) {
        painter.setPen(t.text2);
        painter.drawText(QRectF(area.left() + 23, y, area.width() / 2, 28), Qt::AlignVCenter | Qt::AlignLeft,
                         name);
        const double x = area.left() + area.width() * 0.61;
        painter.setPen(QPen(t.text3, 1.4));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x, y + 14), 3.3, 3.3);
        painter.setPen(t.text2);
        painter.drawText(QRectF(x + 12, y, area.right() - x - 12, 28), Qt::AlignVCenter | Qt::AlignLeft,
                         unasked);
        y += 28;
    }
}

} // namespace

void paintCardPicture(QPainter& painter, const QRectF& area, CardPicture picture, const Tokens& t) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (picture) {
    case CardPicture::chart:
        paintChart(painter, area, t);
        break;
    case CardPicture::answers:
        paintAnswers(painter, area, t);
        break;
    case CardPicture::endpoints:
        paintEndpoints(painter, area, t);
        break;
    }
    painter.restore();
}

} // namespace tiebreak::ui
