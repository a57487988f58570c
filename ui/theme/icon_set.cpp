// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icon_set.h"

#include "ui/theme/theme.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <memory>

namespace tiebreak::ui::icons {

namespace {

QByteArray source(const QString& name) {
    static QHash<QString, QByteArray> sources;
    const auto known = sources.constFind(name);
    if (known != sources.constEnd()) {
        return *known;
    }
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("no icon named %s", qUtf8Printable(name));
    }
    return *sources.insert(name, file.readAll());
}

QPixmap rendered(const QString& name, const QColor& colour, QSize size) {
    const QString key =
        QStringLiteral("tiebreak-%1-%2-%3x%4").arg(name, colour.name()).arg(size.width()).arg(size.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    // Qt's SVG reader knows no currentColor: put the colour in its place.
    QSvgRenderer renderer(source(name).replace("currentColor", colour.name().toLatin1()));
    if (renderer.isValid()) {
        QPainter painter(&pixmap);
        renderer.render(&painter);
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class Engine : public QIconEngine {
public:
    Engine(QString name, QColor Tokens::*colour)
        : name_(std::move(name))
        , colour_(colour) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        icons::paint(*painter, rect, name_, colourFor(mode, state));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return rendered(name_, colourFor(mode, state), size);
    }

    QIconEngine* clone() const override { return new Engine(name_, colour_); }

private:
    [[nodiscard]] QColor colourFor(QIcon::Mode mode, QIcon::State state) const {
        const Tokens& t = tokens();
        if (mode == QIcon::Disabled) {
            return blend(t.content, t.text3, 0.6);
        }
        if (colour_) {
            return t.*colour_;
        }
        return state == QIcon::On ? t.accent : t.text2;
    }

    QString name_;
    QColor Tokens::*colour_;
};

} // namespace

QIcon get(const QString& name) {
    return QIcon(new Engine(name, nullptr));
}

QIcon get(const QString& name, QColor Tokens::*colour) {
    return QIcon(new Engine(name, colour));
}

void paint(QPainter& painter, const QRectF& box, const QString& name, const QColor& colour) {
    const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    const qreal side = std::min(box.width(), box.height());
    const int pixels = std::max(1, qRound(side * ratio));
    QPixmap pixmap = rendered(name, colour, QSize(pixels, pixels));
    pixmap.setDevicePixelRatio(ratio);
    // On whole device pixels, or a 1.35 px line turns to mush.
    const QPointF corner(std::round((box.center().x() - side / 2) * ratio) / ratio,
                         std::round((box.center().y() - side / 2) * ratio) / ratio);
    painter.drawPixmap(corner, pixmap);
}

QStringList names() {
    QStringList result;
    const QStringList files =
        QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (const QString& file : files) {
        result << file.chopped(4);
    }
    return result;
}

} // namespace tiebreak::ui::icons
