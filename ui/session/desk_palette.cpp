// SPDX-License-Identifier: GPL-3.0-or-later
// What Ctrl+K finds in a project: candidates, judges, runs, items, eval sets, rubrics, answers, judges'
// words, notes.
#include "items/safe_text.h"
#include "store/search.h"
#include "ui/session/desk.h"
#include "ui/session/text_source.h"
#include "ui/shell/locator.h"
#include "ui/shell/locator_sources.h"
#include "ui/shell/main_window.h"
#include "ui/theme/candidate_mark.h"
#include "ui/theme/icon_set.h"

namespace tiebreak::ui {

namespace {

/// Items by their words, from the store's word index, in the background.
class ItemSource : public LocatorSource {
public:
    ItemSource(items::ProjectSession& session, MainWindow& window)
        : session_(session)
        , window_(window) {}

    [[nodiscard]] QString group() const override { return Desk::tr("Items"); }
    [[nodiscard]] QChar prefix() const override { return QLatin1Char('#'); }

    void find(const QString& text, int limit, std::function<void(LocatorResult)> deliver) override {
        if (text.size() < 2 || !session_.isOpen()) {
            deliver({});
            return;
        }
        session_.read(
            &session_, ticket_,
            [words = text.toStdString(), limit](store::Connection& c) {
                return store::find_items(c, words, limit);
            },
            [this, deliver](const std::shared_ptr<const std::vector<store::ItemHit>>& hits) {
                LocatorResult result;
                for (const store::ItemHit& hit : *hits) {
                    LocatorEntry entry;
                    entry.icon = icons::get(QStringLiteral("eval-sets"));
                    entry.title = QString::fromStdString(hit.instruction).simplified().left(200);
                    entry.detail = QString::fromStdString(hit.eval_set);
                    entry.canOpenBeside = true;
                    entry.activate = [this, item = hit.item.value](bool beside) {
                        window_.go(place::compare, {{"item", QVariant::fromValue<qint64>(item)}}, beside);
                    };
                    result.entries.append(entry);
                }
                result.matches = result.total = static_cast<int>(result.entries.size());
                deliver(result);
            },
            [deliver](const items::ErrorInfo&) { deliver({}); });
    }

private:
    items::ProjectSession& session_;
    MainWindow& window_;
    items::Ticket ticket_;
};

} // namespace

void Desk::addPaletteSources() {
    window_.locator().addSource(std::make_shared<ListSource>(
        tr("Candidates"),
        [this] {
            QList<LocatorEntry> entries;
            if (const auto overview = session_.overview()) {
                for (const store::CandidateRow& row : overview->candidates) {
                    LocatorEntry entry;
                    entry.icon = candidateIcon(row.slot);
                    entry.title = QString::fromStdString(row.candidate.name);
                    if (row.candidate.test_loss.value) {
                        entry.detail = tr("test loss %1").arg(*row.candidate.test_loss.value, 0, 'f', 3);
                    }
                    entry.canOpenBeside = true;
                    entry.activate = [this, id = row.id.value](bool beside) {
                        window_.go(place::models, {{"candidate", QVariant::fromValue<qint64>(id)}}, beside);
                    };
                    entries.append(entry);
                }
            }
            return entries;
        },
        QLatin1Char('@')));
    window_.locator().addSource(std::make_shared<ListSource>(tr("Runs"), [this] {
        QList<LocatorEntry> entries;
        if (const auto overview = session_.overview()) {
            for (const workbench::RunOverview& run : overview->runs) {
                LocatorEntry entry;
                entry.icon = icons::get(QStringLiteral("runs"));
                entry.title = QString::fromStdString(run.row.name);
                entry.detail = QString::fromStdString(run.row.eval_set_name);
                entry.canOpenBeside = true;
                entry.activate = [this, id = run.row.id.value](bool beside) {
                    window_.go(place::runs, {{"run", QVariant::fromValue<qint64>(id)}}, beside);
                };
                entries.append(entry);
            }
        }
        return entries;
    }));
    window_.locator().addSource(std::make_shared<ItemSource>(session_, window_));
    window_.locator().addSource(std::make_shared<ListSource>(
        tr("Judges"),
        [this] {
            QList<LocatorEntry> entries;
            if (const auto overview = session_.overview()) {
                for (const store::CandidateRow& row : overview->judges) {
                    LocatorEntry entry;
                    entry.icon = icons::get(QStringLiteral("judges"));
                    entry.title = items::safeLine(row.candidate.name);
                    entry.detail = items::safeLine(row.candidate.model);
                    entry.activate = [this](bool beside) { window_.go(place::judges, {}, beside); };
                    entries.append(entry);
                }
            }
            return entries;
        },
        QLatin1Char('@')));
    window_.locator().addSource(std::make_shared<ListSource>(tr("Eval sets and rubrics"), [this] {
        QList<LocatorEntry> entries;
        if (const auto overview = session_.overview()) {
            for (const store::EvalSetRow& row : overview->eval_sets) {
                LocatorEntry entry;
                entry.icon = icons::get(QStringLiteral("eval-sets"));
                entry.title = items::safeLine(row.name);
                entry.detail = tr("eval set, %1 items").arg(row.items);
                entry.canOpenBeside = true;
                entry.activate = [this, id = row.newest.value](bool beside) {
                    window_.go(place::evalSets, {{"revision", QVariant::fromValue<qint64>(id)}}, beside);
                };
                entries.append(entry);
            }
            for (const store::RubricRow& row : overview->rubrics) {
                LocatorEntry entry;
                entry.icon = icons::get(QStringLiteral("rubrics"));
                entry.title = items::safeLine(row.rubric.name);
                entry.detail = tr("rubric");
                entry.activate = [this, id = row.id.value](bool beside) {
                    window_.go(place::rubrics, {{"rubric", QVariant::fromValue<qint64>(id)}}, beside);
                };
                entries.append(entry);
            }
        }
        return entries;
    }));
    const auto toItem = [this](const store::TextHit& hit, bool beside) {
        QVariantMap target{{"run", QVariant::fromValue<qint64>(hit.run.value)}};
        if (!hit.item.stored()) {
            window_.go(place::runs, target, beside);
            return;
        }
        target.insert("item", QVariant::fromValue<qint64>(hit.item.value));
        if (hit.judging.stored()) {
            target.insert("judging", QVariant::fromValue<qint64>(hit.judging.value));
        } else {
            target.insert("candidate", QString::fromStdString(hit.who));
        }
        window_.go(place::compare, target, beside);
    };
    window_.locator().addSource(std::make_shared<TextSource>(
        session_, tr("Answers"), QStringLiteral("compare"), &store::find_answers, toItem));
    window_.locator().addSource(std::make_shared<TextSource>(
        session_, tr("What judges said"), QStringLiteral("judges"), &store::find_judge_words, toItem));
    window_.locator().addSource(
        std::make_shared<TextSource>(session_, tr("Notes"), QStringLiteral("person"), &store::find_notes,
                                     [toItem](const store::TextHit& hit, bool beside) {
                                         store::TextHit about = hit;
                                         about.who.clear(); // an author is no column
                                         toItem(about, beside);
                                     }));
}

} // namespace tiebreak::ui
