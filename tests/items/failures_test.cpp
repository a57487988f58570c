// SPDX-License-Identifier: GPL-3.0-or-later
// The raw exchange of failed answers, out of a real project file.
#include "items/failures.h"
#include "store/candidates.h"
#include "store/evalsets.h"
#include "store/project.h"
#include "store/responses.h"
#include "store/runs.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tiebreak;
using namespace tiebreak::items;

namespace {

domain::Answer timedOut() {
    domain::Answer answer;
    answer.failure = domain::FailureKind::timeout;
    answer.failure_detail = "no byte in 120 s";
    answer.attempts = 2;
    domain::Attempt busy;
    busy.started_unix_ms = 1'779'444'000'000;
    busy.failure = domain::FailureKind::server;
    busy.http_status = 503;
    busy.latency_ms = 100;
    busy.detail = "the server answered 503";
    busy.envelope = "{\"error\":\"<b>Loading\x1b[31m</b>\"}";
    domain::Attempt late;
    late.started_unix_ms = 1'779'444'003'000;
    late.failure = domain::FailureKind::timeout;
    late.detail = "no byte in 120 s";
    answer.attempt_log = {busy, late};
    return answer;
}

QString joined(const Exchange& exchange) {
    QString text;
    for (const ExchangePart& part : exchange.parts) {
        text += part.text;
    }
    return text;
}

} // namespace

class FailuresTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        project_ = std::make_unique<store::Project>(
            folder_.filePath(QStringLiteral("p.tiebreak")).toStdString(), store::Project::Open::create);
        project_->writer().run([this](store::Connection& c) {
            std::vector<domain::Item> items(3);
            for (std::size_t i = 0; i < items.size(); ++i) {
                items[i].instruction = "question " + std::to_string(i);
            }
            items[2].external_id = "q-17";
            const auto set = store::save_eval_set(c, "set", items, "test");
            domain::Candidate candidate;
            candidate.name = "model";
            candidate.api = domain::Api::openai_completions;
            candidate.endpoint.base_url = "http://127.0.0.1:8080/v1";
            candidate.endpoint.key = "env:SOME_KEY";
            candidate.model = "step-8000";
            const auto row = store::save_candidate(c, store::Role::candidate, candidate);
            run_ = store::create_run(c, {"run", set, std::string(64, 'a'), "{}", "", {row.revision}});
            const auto stored = store::items(c, set);
            domain::Answer good;
            good.text = "yes";
            const auto call = [&](char key, const domain::Answer& answer) {
                return store::save_call(c, std::string(64, key), row.revision, answer, std::nullopt);
            };
            // Linked last item first: the list goes by the eval set all the same.
            store::link_response(c, run_, stored[2].revision, row.revision, 1, 1, call('2', timedOut()));
            store::link_response(c, run_, stored[1].revision, row.revision, 1, 1, call('1', good));
            store::link_response(c, run_, stored[0].revision, row.revision, 1, 1, call('0', timedOut()));
            return 0;
        });
    }

    void listsWhatFailedInTheSetsOrder() {
        const auto failed =
            project_->read([this](store::Connection& c) { return failedResponses(c, run_, "model"); });
        QCOMPARE(failed.size(), std::size_t(2));
        QCOMPARE(failed[0].itemLabel, QStringLiteral("1"));
        QCOMPARE(failed[1].itemLabel, QStringLiteral("q-17"));
        QCOMPARE(failed[0].kind, domain::FailureKind::timeout);
        QVERIFY(project_->read([this](store::Connection& c) { return failedResponses(c, run_, "other"); })
                    .empty());
    }

    void tellsEveryTryInOrder() {
        const Exchange exchange = project_->read([this](store::Connection& c) {
            return readExchange(c, run_, "model", failedResponses(c, run_, "model")[0]);
        });
        QCOMPARE(exchange.tries, 2);
        const QString text = joined(exchange);
        QVERIFY(text.contains(QStringLiteral("POST http://127.0.0.1:8080/v1/completions")));
        QVERIFY(text.contains(QStringLiteral("step-8000"))); // the request as it was sent
        // Fewer at once would help against a server that takes too long, not against one that refuses.
        QCOMPARE(calmerConcurrency(exchange), std::optional(exchange.concurrency / 2));
        Exchange refused = exchange;
        refused.about.kind = domain::FailureKind::http_client;
        QVERIFY(!calmerConcurrency(refused));
        QVERIFY(text.contains(QStringLiteral("key: env:SOME_KEY"))); // the name; the key itself is nowhere
        QVERIFY(text.indexOf(QStringLiteral("try 1")) < text.indexOf(QStringLiteral("503")));
        QVERIFY(text.indexOf(QStringLiteral("503")) < text.indexOf(QStringLiteral("try 2")));
        QVERIFY(text.contains(QStringLiteral("no byte in 120 s")));
        QVERIFY(text.contains(QStringLiteral("<b>Loading")));
        QVERIFY(!text.contains(QChar(0x1b))); // shown, not obeyed
    }

    void longRepliesAreCut() {
        const Exchange exchange = project_->read([this](store::Connection& c) {
            return readExchange(c, run_, "model", failedResponses(c, run_, "model")[0], 10);
        });
        QVERIFY(joined(exchange).contains(QStringLiteral("bytes more")));
    }

    void everyKindHasARemedy() {
        using Kind = domain::FailureKind;
        for (int kind = int(Kind::connect); kind < int(Kind::cancelled); ++kind) {
            QVERIFY(!remedy(static_cast<Kind>(kind)).isEmpty());
        }
        QVERIFY(remedy(Kind::none).isEmpty());
    }

private:
    QTemporaryDir folder_;
    std::unique_ptr<store::Project> project_;
    domain::RunId run_;
};

QTEST_GUILESS_MAIN(FailuresTest)
#include "failures_test.moc"
