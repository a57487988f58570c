// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/start_page.h"

#include "ui/start/start_card.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/style.h"
#include "ui/widgets/button.h"
#include "ui/widgets/text_label.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

namespace tiebreak::ui {

namespace {

constexpr int widest = 1008 + 2 * StartCard::ringMargin;
constexpr int mostRecent = 5;

/// The dashed line that says where to drop; the whole window takes the drop.
class DropZone : public QWidget {
public:
    explicit DropZone(const QString& text)
        : text_(text) {
        setFixedHeight(54);
        setAccessibleName(text);
        connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens& t = tokens();
        QPen pen(t.strong, 1);
        pen.setDashPattern({3, 2.5});
        painter.setPen(pen);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metric::cardRadius,
                                metric::cardRadius);
        painter.setFont(Theme::font(TextSize::body));
        const int width_ = metric::icon + 9 + painter.fontMetrics().horizontalAdvance(text_);
        const int left = (width() - width_) / 2;
        icons::paint(painter, QRect(left, (height() - metric::icon) / 2, metric::icon, metric::icon),
                     QStringLiteral("folder"), t.text2);
        painter.setPen(t.text2);
        painter.drawText(QRect(left + metric::icon + 9, 0, width(), height()),
                         Qt::AlignVCenter | Qt::AlignLeft, text_);
    }

private:
    QString text_;
};

} // namespace

StartPage::StartPage(QWidget* parent)
    : Pane(&Tokens::content, {}, parent) {
    setObjectName(QStringLiteral("startPage"));
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 24, 0, 24);
    column->setSpacing(0);

    // The cards bring room for their focus ring; all else stands in line with their frames.
    constexpr int ring = StartCard::ringMargin;
    const auto inLine = [column](QWidget* widget) {
        widget->setContentsMargins(ring, 0, ring, 0);
        column->addWidget(widget);
    };
    inLine(new TextLabel(tr("Was the last run better?"), TextSize::verdict));
    column->addSpacing(2);
    inLine(new TextLabel(tr("Tiebreak compares models on your own items, says how sure you may be, and shows "
                            "where it got worse."),
                         TextSize::body, &Tokens::text2));
    column->addSpacing(22);

    const QList<std::pair<StartCard::Texts, CardPicture>> ways = {
        {{QStringLiteral("flask"), tr("Open the sample"),
          tr("Eight small GPTs, trained at different lengths, with 60 instructions, their answers, scores "
             "and test losses."),
          tr("Open the sample"), QStringLiteral("1"), tr("seconds, offline")},
         CardPicture::chart},
        {{QStringLiteral("download"), tr("Import answers"),
          tr("JSON Lines, JSON or CSV from another tool. A preview shows how columns and items match before "
             "anything is kept."),
          tr("Choose files…"), QStringLiteral("2"), tr("about a minute")},
         CardPicture::answers},
        {{QStringLiteral("plug"), tr("Connect a model"),
          tr("llama.cpp, Ollama, vLLM or a service. Nothing is contacted, here or elsewhere, before the "
             "button is pressed."),
          tr("Set up a model…"), QStringLiteral("3"), tr("about a minute")},
         CardPicture::endpoints}};
    void (StartPage::*const signalOf[])() = {&StartPage::openSample, &StartPage::importFiles,
                                             &StartPage::connectModel};
    auto* line = new QHBoxLayout;
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(18 - 2 * StartCard::ringMargin);
    for (int i = 0; i < ways.size(); ++i) {
        auto* card = new StartCard(ways[i].first, ways[i].second, i == 0);
        card->setObjectName(QStringLiteral("startCard%1").arg(i + 1));
        connect(card, &StartCard::clicked, this, signalOf[i]);
        auto* key = new QShortcut(QKeySequence(ways[i].first.key), this);
        key->setContext(Qt::WidgetWithChildrenShortcut);
        connect(key, &QShortcut::activated, card, [card] { card->click(); });
        line->addWidget(card, 1);
        if (i == 0) {
            setFocusProxy(card);
        }
    }
    column->addLayout(line);
    column->addSpacing(22 - StartCard::ringMargin);
    auto* drop = new QHBoxLayout;
    drop->setContentsMargins(ring, 0, ring, 0);
    column->addLayout(drop);
    drop->addWidget(
        new DropZone(tr("Or drop a .tiebreak file, a table or a folder of answers anywhere on this window")));
    column->addSpacing(20);
    recent_ = new QVBoxLayout;
    recent_->setContentsMargins(ring, 0, ring, 0);
    recent_->setSpacing(0);
    column->addLayout(recent_);
    column->addStretch(1);

    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* ground = new Pane(&Tokens::content);
    auto* centre = new QVBoxLayout(ground);
    centre->setContentsMargins(24, 0, 24, 0);
    centre->addStretch(2);
    auto* sides = new QHBoxLayout;
    content->setMaximumWidth(widest);
    sides->addStretch(1);
    sides->addWidget(content, 1000);
    sides->addStretch(1);
    centre->addLayout(sides);
    centre->addStretch(5);
    scroll->setWidget(ground);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(scroll);
    setRecentFiles({});
}

void StartPage::setRecentFiles(const QStringList& paths) {
    while (QLayoutItem* item = recent_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto addLine = [this](QWidget* first, QWidget* second) {
        auto* holder = new QWidget;
        auto* line = new QHBoxLayout(holder);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(14);
        line->addWidget(first);
        line->addWidget(second);
        line->addStretch(1);
        recent_->addWidget(holder);
    };
    auto* title = new TextLabel(tr("Recent files"), TextSize::small, &Tokens::text3);
    if (paths.isEmpty()) {
        addLine(title, new TextLabel(tr("None yet. Files opened or made here are listed in this place."),
                                     TextSize::body, &Tokens::text2));
        return;
    }
    recent_->addWidget(title);
    recent_->addSpacing(4);
    for (const QString& path : paths.mid(0, mostRecent)) {
        const QFileInfo info(path);
        auto* open =
            new Button(info.fileName().replace(QLatin1Char('&'), QLatin1String("&&")), ButtonKind::flat);
        open->setIconName(QStringLiteral("file"));
        open->setAccessibleName(tr("Open %1").arg(path));
        const bool there = info.exists();
        open->setEnabled(there);
        connect(open, &Button::clicked, this, [this, path] { emit openFile(path); });
        auto* folder = new ElidedLabel(there ? info.absolutePath()
                                             : tr("%1, not there any more").arg(info.absolutePath()),
                                       TextSize::small, &Tokens::text3);
        folder->setElideMode(Qt::ElideMiddle);
        auto* holder = new QWidget;
        auto* line = new QHBoxLayout(holder);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(6);
        line->addWidget(open);
        line->addWidget(folder, 1);
        recent_->addWidget(holder);
    }
}

} // namespace tiebreak::ui
