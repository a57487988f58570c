// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery.h"

#include "ui/theme/candidate_mark.h"
#include "ui/theme/icon_set.h"
#include "ui/theme/verdict_glyph.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_field.h"
#include "ui/widgets/key_cap.h"
#include "ui/widgets/mark.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/pane.h"
#include "ui/widgets/place_bar.h"
#include "ui/widgets/progress_strip.h"
#include "ui/widgets/score_chip.h"
#include "ui/widgets/section_title.h"
#include "ui/widgets/text_label.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QRadioButton>
#include <QTabBar>
#include <QVBoxLayout>

namespace tiebreak::ui::test {

namespace {

/// All icons, marks and verdict glyphs in rows, painted as delegates do.
class Signs : public QWidget {
public:
    Signs() { setFixedHeight(150); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const Tokens& t = tokens();
        int x = 16;
        for (int slot = -1; slot < 2 * candidateSlots; ++slot) {
            paintCandidateMark(painter, QRectF(x, 8, 10, 10), slot, t);
            x += 26;
        }
        x += 20;
        for (const VerdictTone tone : {VerdictTone::better, VerdictTone::worse, VerdictTone::cannotTell}) {
            paintVerdictGlyph(painter, QRectF(x, 8, 10, 10), tone, t);
            x += 26;
        }
        x = 16;
        int y = 34;
        for (const QString& name : icons::names()) {
            icons::paint(painter, QRect(x, y, 16, 16), name, t.text2);
            x += 28;
            if (x > width() - 32) {
                x = 16;
                y += 28;
            }
        }
    }
};

QHBoxLayout* row(QVBoxLayout* column) {
    auto* line = new QHBoxLayout;
    line->setContentsMargins(16, 6, 12, 6);
    line->setSpacing(8);
    column->addLayout(line);
    return line;
}

} // namespace

QWidget* makeGallery() {
    auto* page = new Pane(&Tokens::content);
    page->resize(1100, 860);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);

    auto* bar = new PlaceBar(QStringLiteral("checkpoints of May"));
    bar->setSubtitle(QStringLiteral("finished 22 May, 14:02"));
    for (const char* tab : {"Answer", "Progress", "Settings", "Judgings (2)"}) {
        bar->tabs()->addTab(QString::fromLatin1(tab));
    }
    auto* compare = new Button(QStringLiteral("Compare answers"));
    compare->setKeyCap(QStringLiteral("Enter"));
    bar->addAction(compare);
    auto* report = new Button(QStringLiteral("Report"));
    report->setIconName(QStringLiteral("upload"));
    bar->addAction(report);
    column->addWidget(bar);

    const QList<std::tuple<MessageBar::Kind, const char*, const char*>> messages = {
        {MessageBar::Kind::error, "The endpoint answered 404 (http://127.0.0.1:8080/v1)",
         "Check the model's name; the server lists step-8000."},
        {MessageBar::Kind::warn, "A run waits: 312 of 550 answers, about $0.40 more", ""},
        {MessageBar::Kind::ok, "Imported 110 answers of 3 models", ""},
        {MessageBar::Kind::info, "This file is read-only here", "Save a copy to go on."}};
    for (const auto& [kind, what, mend] : messages) {
        auto* message = new MessageBar;
        column->addWidget(message);
        message->showMessage(kind, QString::fromLatin1(what), QString::fromLatin1(mend));
        message->addAction(QStringLiteral("Go on"));
    }

    auto* buttons = row(column);
    auto* main = new Button(QStringLiteral("Start judging"), ButtonKind::main);
    main->setKeyCap(QStringLiteral("Ctrl ⏎"));
    auto* toggle = new Button(QStringLiteral("Word diff"));
    toggle->setKeyCap(QStringLiteral("D"));
    toggle->setCheckable(true);
    toggle->setChecked(true);
    auto* off = new Button(QStringLiteral("Retry all"));
    off->setIconName(QStringLiteral("refresh"));
    off->setEnabled(false);
    auto* flat = new Button(QStringLiteral("Pause"), ButtonKind::flat);
    flat->setIconName(QStringLiteral("pause"));
    flat->setInStrip(true);
    auto* choice = new Choice(QStringLiteral("Baseline"));
    choice->addCandidate(1, QStringLiteral("step-4000"));
    auto* sort = new Choice(QStringLiteral("Sort by"));
    sort->addItem(QStringLiteral("Score range, widest first"));
    sort->setFlat(true);
    auto* spin = new QDoubleSpinBox;
    spin->setPrefix(QStringLiteral("$"));
    spin->setValue(1.5);
    spin->setAccessibleName(QStringLiteral("Stop at"));
    for (QWidget* each : std::initializer_list<QWidget*>{
             main, toggle, off, flat,
             Button::iconOnly(QStringLiteral("filter"), QStringLiteral("Filters"), ButtonKind::raised),
             choice, sort, spin}) {
        buttons->addWidget(each);
    }
    buttons->addStretch(1);

    auto* inputs = row(column);
    auto* filter = new FilterField(QStringLiteral("Filter items"));
    filter->setObjectName(QStringLiteral("filter"));
    auto* ticked = new QCheckBox(QStringLiteral("Theil–Sen line and band"));
    ticked->setChecked(true);
    auto* unticked = new QCheckBox(QStringLiteral("Names of all"));
    auto* partly = new QCheckBox(QStringLiteral("Some"));
    partly->setTristate(true);
    partly->setCheckState(Qt::PartiallyChecked);
    auto* radio = new QRadioButton(QStringLiteral("Pairs"));
    radio->setChecked(true);
    for (QWidget* each : std::initializer_list<QWidget*>{filter, ticked, unticked, partly, radio,
                                                         new QRadioButton(QStringLiteral("Rank all"))}) {
        inputs->addWidget(each);
    }
    inputs->addStretch(1);

    auto* chips = row(column);
    int slot = 0;
    for (const char* score : {"4", "38", "100", "71.5"}) {
        chips->addWidget(new ScoreChip(slot++, QString::fromLatin1(score), QStringLiteral("model")));
    }
    for (const MarkKind kind : allMarks()) {
        chips->addWidget(new Mark(kind));
    }
    chips->addWidget(new Badge(QStringLiteral("baseline"), BadgeTone::neutral, QStringLiteral("pin")));
    chips->addWidget(new Badge(QStringLiteral("timeout 3"), BadgeTone::bad));
    chips->addWidget(new Badge(QStringLiteral("503 busy 2"), BadgeTone::warn));
    chips->addWidget(new Badge(QStringLiteral("done"), BadgeTone::ok));
    chips->addWidget(new KeyCap(QStringLiteral("Ctrl K")));
    auto* strip = new ProgressStrip(QStringLiteral("Answers"));
    strip->setProgress(226, 550);
    chips->addWidget(strip);
    chips->addStretch(1);

    auto* section = new SectionTitle(
        QStringLiteral("Ranking"),
        QStringLiteral("IFT score, 0–100. Whiskers overlap; the paired difference above decides."));
    auto* all = new Button(QStringLiteral("All items"), ButtonKind::flat);
    all->setInStrip(true);
    section->addAction(all);
    column->addWidget(section);
    column->addWidget(new Hairline);
    column->addWidget(new Signs);
    auto* legend = new MarkLegend(allMarks());
    auto* legendLine = row(column);
    legendLine->addWidget(legend, 1);
    auto* empty = new EmptyState(QStringLiteral("runs"), QStringLiteral("Runs"),
                                 QStringLiteral("A run asks models your items and judges the answers. This "
                                                "file has none yet, because no model has been asked."));
    empty->addAction(QStringLiteral("New run…"));
    empty->addAction(QStringLiteral("Import answers…"));
    column->addWidget(empty, 1);
    return page;
}

} // namespace tiebreak::ui::test
