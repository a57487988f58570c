// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/leases.h"
#include "tests/store/temp_project.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tiebreak::store {

TEST(Leases, OneProgramAtATime) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        const LeaseHolder me = this_process();
        LeaseHolder other = me;
        other.process = "another";
        EXPECT_FALSE(acquire_lease(c, small.run, me));
        EXPECT_FALSE(acquire_lease(c, small.run, me)) << "taking one's own again is a heartbeat";
        const auto holder = acquire_lease(c, small.run, other);
        ASSERT_TRUE(holder);
        EXPECT_EQ(holder->process, me.process);
        release_lease(c, small.run, other);
        EXPECT_TRUE(lease_holder(c, small.run)) << "nobody releases another's lease";
        release_lease(c, small.run, me);
        EXPECT_FALSE(acquire_lease(c, small.run, other));
        EXPECT_FALSE(renew_lease(c, small.run, me));
        EXPECT_TRUE(renew_lease(c, small.run, other));
    });
}

TEST(Leases, ADeadProcessHoldsNothing) {
    SmallProject small;
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    small.project.writer().run([&](Connection& c) {
        LeaseHolder dead = this_process();
        dead.process = "dead";
        dead.pid = child;
        ASSERT_FALSE(acquire_lease(c, small.run, dead));
        EXPECT_FALSE(lease_holder(c, small.run));
        EXPECT_FALSE(acquire_lease(c, small.run, this_process()));
    });
}

TEST(Leases, AnotherHostsLeaseEndsWithItsHeartbeat) {
    SmallProject small;
    small.project.writer().run([&](Connection& c) {
        LeaseHolder far = this_process();
        far.process = "far";
        far.host = "elsewhere";
        ASSERT_FALSE(acquire_lease(c, small.run, far));
        EXPECT_TRUE(lease_holder(c, small.run));
        c.query("UPDATE lease SET heartbeat = ?").bind(now_ms() - lease_stale_ms - 1).run();
        EXPECT_FALSE(lease_holder(c, small.run));
    });
}

} // namespace tiebreak::store
