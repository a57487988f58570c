// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/walk/hands.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QPixmap>
#include <QProcess>
#include <QScrollArea>
#include <QTest>

namespace tiebreak::walk {

namespace {

constexpr int patience = 20000; ///< ms

QString described(const QWidget* widget) {
    return widget ? QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char('#') +
                        widget->objectName()
                  : QStringLiteral("nothing");
}

bool holdsFocus(const QWidget* widget) {
    const QWidget* now = QApplication::focusWidget();
    return now && (now == widget || widget->isAncestorOf(now) || widget->focusProxy() == now);
}

void bringIntoView(QWidget* widget) {
    for (QWidget* w = widget->parentWidget(); w; w = w->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(w)) {
            area->ensureWidgetVisible(widget);
        }
    }
}

} // namespace

Hands::Hands(With with, QString pictures)
    : with_(with)
    , pictures_(std::move(pictures)) {
    if (!pictures_.isEmpty()) {
        QDir().mkpath(pictures_);
    }
}

void Hands::xdotool(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral("xdotool"), arguments);
    const bool ended = QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, patience);
    if (!ended || process.exitCode() != 0) {
        qFatal("xdotool %s: %s", qPrintable(arguments.join(QLatin1Char(' '))),
               process.readAllStandardError().constData());
    }
    QCoreApplication::sendPostedEvents();
}

void Hands::clickAt(QWidget* widget, QPoint at) {
    const QPoint point = widget->mapToGlobal(at);
    xdotool({QStringLiteral("mousemove"), QString::number(point.x()), QString::number(point.y()),
             QStringLiteral("click"), QStringLiteral("1")});
}

void Hands::tabTo(QWidget* widget) {
    constexpr int most = 160;
    QStringList passed;
    for (int i = 0; i < most && !holdsFocus(widget); ++i) {
        const QWidget* before = QApplication::focusWidget();
        passed << described(before);
        key(before && before->property("takesTab").toBool() ? QStringLiteral("ctrl+Tab")
                                                            : QStringLiteral("Tab"));
        if (!QTest::qWaitFor([&] { return QApplication::focusWidget() != before; }, patience)) {
            break;
        }
    }
    if (!holdsFocus(widget)) {
        qFatal("Tab does not come to %s; it passed %s", qPrintable(described(widget)),
               qPrintable(passed.join(QLatin1String(", "))));
    }
}

void Hands::take(QWidget* widget) {
    if (with_ == With::keyboard) {
        tabTo(widget);
        return;
    }
    bringIntoView(widget);
    clickAt(widget, widget->rect().center());
}

void Hands::press(QWidget* widget) {
    if (!QTest::qWaitFor([&] { return widget->isEnabled(); }, patience)) {
        qFatal("%s stays disabled", qPrintable(described(widget)));
    }
    take(widget);
    if (with_ == With::keyboard) {
        key(QStringLiteral("space"));
    }
}

void Hands::pressForMenu(QWidget* button, int entry) {
    QStringList all;
    if (with_ == With::keyboard) {
        tabTo(button);
        all << QStringLiteral("key") << QStringLiteral("space");
    } else {
        const QPoint at = button->mapToGlobal(button->rect().center());
        all << QStringLiteral("mousemove") << QString::number(at.x()) << QString::number(at.y())
            << QStringLiteral("click") << QStringLiteral("1");
    }
    all << QStringLiteral("key");
    for (int i = 0; i < entry; ++i) {
        all << QStringLiteral("Down");
    }
    xdotool(all << QStringLiteral("Return"));
}

void Hands::fill(QWidget* field, const QString& text) {
    take(field);
    key(QStringLiteral("ctrl+a"));
    type(text);
}

void Hands::choose(QWidget* box, const QString& entry) {
    auto* combo = qobject_cast<QComboBox*>(box);
    const int wanted = combo ? combo->findText(entry) : -1;
    if (wanted < 0) {
        qFatal("%s has no entry %s", qPrintable(described(box)), qPrintable(entry));
    }
    if (with_ == With::keyboard) {
        tabTo(combo);
        for (int guard = combo->count(); combo->currentIndex() != wanted && guard > 0; --guard) {
            const int before = combo->currentIndex();
            key(before < wanted ? QStringLiteral("Down") : QStringLiteral("Up"));
            (void)QTest::qWaitFor([&] { return combo->currentIndex() != before; }, patience);
        }
        return;
    }
    bringIntoView(combo);
    clickAt(combo, combo->rect().center());
    if (!QTest::qWaitFor([&] { return combo->view()->isVisible(); }, patience)) {
        qFatal("%s does not open", qPrintable(described(combo)));
    }
    QAbstractItemView* list = combo->view();
    const QModelIndex index = list->model()->index(wanted, combo->modelColumn(), combo->rootModelIndex());
    clickAt(list->viewport(), list->visualRect(index).center());
    (void)QTest::qWaitFor([&] { return combo->currentIndex() == wanted; }, patience);
}

void Hands::key(const QString& keys) {
    xdotool({QStringLiteral("key"), QStringLiteral("--clearmodifiers"), keys});
}

void Hands::keys(const QStringList& all) {
    xdotool(QStringList{QStringLiteral("key"), QStringLiteral("--clearmodifiers")} + all);
}

void Hands::type(const QString& text) {
    xdotool(
        {QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("4"), QStringLiteral("--"), text});
}

QWidget* Hands::find(const QString& name) {
    for (QWidget* window : QApplication::topLevelWidgets()) {
        if (!window->isVisible()) {
            continue;
        }
        if (window->objectName() == name) {
            return window;
        }
        const QList<QWidget*> named = window->findChildren<QWidget*>(name);
        for (QWidget* widget : named) {
            if (widget->isVisible()) {
                return widget;
            }
        }
    }
    return nullptr;
}

void Hands::picture(const QString& name, QWidget* widget) const {
    if (!pictures_.isEmpty()) {
        const QString before = with_ == With::mouse ? QStringLiteral("mouse-") : QStringLiteral("keys-");
        widget->window()->grab().save(QDir(pictures_).filePath(before + name + QStringLiteral(".png")));
    }
}

} // namespace tiebreak::walk
