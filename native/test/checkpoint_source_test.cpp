// The chains of one rank, driven by hand: what they are given, and how a transfer goes on that moved less than it was
// to.
#include "sources/checkpoint_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "core/crc32c.h"
#include "test/checkpoint_jobs.h"

namespace ioproof {
namespace {

constexpr uint64_t mebibyte = uint64_t{1} << 20;
constexpr size_t slots = 2;
constexpr size_t pathBytes = 256;

/// Rank 0 of a job, with calls that end as a test says.
class CheckpointSourceTest : public testing::Test {
protected:
    explicit CheckpointSourceTest(uint32_t directUnit = 1) : directUnit_(directUnit) {
        for (uint32_t slot = 0; slot < slots; ++slot) {
            chains[slot].operations = &operations_[slot];
            chains[slot].slot = slot;
            chains[slot].path = &paths_[slot * 2 * pathBytes];
            chains[slot].pathBytes = pathBytes;
        }
        source.useBuffers(buffer.data(), mebibyte, slots);
    }

    Operation& give(uint32_t slot) {
        Chain* const chain = &chains[slot];
        EXPECT_EQ(source.fill({&chain, 1}), 1u);
        return chain->operations[0];
    }
    bool goesOn(uint32_t slot, int32_t result) {
        chains[slot].operations[0].result = result;
        return source.endedOrGoesOn(chains[slot]);
    }

    const JobSpec spec = checkpointJob(1, 3 * mebibyte);
    const CheckpointFiles files{"/nowhere", *spec.checkpoint};
    const uint32_t directUnit_;
    const CheckpointPlan plan{files, directUnit_};
    const CheckpointContent content{files, 7};
    CheckpointChecksums saved{files};
    std::vector<std::unique_ptr<CheckpointChecksums>> found;
    std::vector<std::atomic<uint64_t>> madeAt = std::vector<std::atomic<uint64_t>>(1);
    std::atomic<uint64_t> bytesDone{0};
    CheckpointSource source{spec,
                            {.files = files,
                             .plan = plan,
                             .content = content,
                             .saved = saved,
                             .found = found,
                             .madeAt = madeAt,
                             .bytesDone = bytesDone,
                             .directUnit = directUnit_},
                            0};
    AlignedBuffer buffer{slots * mebibyte, false, -1};
    Chain chains[slots];

private:
    Operation operations_[slots];
    char paths_[slots * 2 * pathBytes]{};
};

class DirectSource : public CheckpointSourceTest {
protected:
    DirectSource() : CheckpointSourceTest(4096) {}
};

TEST_F(CheckpointSourceTest, TheFirstWriteIsMadeBeforeTheReleaseAndItsChecksumOnce) {
    for (const uint32_t slot : {0u, 1u}) {
        saved.clear();
        std::fill_n(buffer.data(), slots * mebibyte, std::byte{0});
        source.prepareRound(false, 1, chains[0]);
        EXPECT_NE(crc32c(buffer.data(), mebibyte), crc32c(buffer.data() + mebibyte, mebibyte)) << "nothing is made";
        source.beginRound(0, 0);
        give(slot);
        EXPECT_FALSE(goesOn(slot, 0));
        const Operation& write = give(slot);
        EXPECT_EQ(write.kind, OperationKind::Write);
        EXPECT_EQ(write.data, buffer.data() + slot * mebibyte);
        EXPECT_EQ(crc32c(write.data, mebibyte), saved.of(0, 0));
        const Operation& second = give(1 - slot);
        EXPECT_EQ(second.offset, mebibyte);
        EXPECT_EQ(crc32c(second.data, mebibyte), saved.of(0, 1));
        EXPECT_FALSE(goesOn(slot, mebibyte));
        EXPECT_FALSE(goesOn(1 - slot, mebibyte));
    }
}

TEST_F(DirectSource, AReadThatEndsWithinASectorGoesOnFromThereAndNeverBeyondItsMemory) {
    source.prepareRound(true, 1, chains[0]);
    source.beginRound(0, 0);
    give(0);
    EXPECT_FALSE(goesOn(0, 0));
    const Operation& read = give(0);
    EXPECT_EQ(read.length, mebibyte);
    EXPECT_TRUE(goesOn(0, 8192 + 100));
    EXPECT_EQ(read.offset, 8192u + 100);
    EXPECT_EQ(read.length, mebibyte - 8192 - 100);
    EXPECT_EQ(read.beyondEnd, 0);
    EXPECT_EQ(read.data + read.length, buffer.data() + mebibyte);
    EXPECT_FALSE(goesOn(0, 0)) << "the end of the file";
}

TEST_F(DirectSource, AWriteThatEndsWithinASectorIsMadeAgainFromItsStart) {
    source.prepareRound(false, 1, chains[0]);
    source.beginRound(0, 0);
    give(0);
    EXPECT_FALSE(goesOn(0, 0));
    const Operation& write = give(0);
    EXPECT_TRUE(goesOn(0, 8192 + 100));
    EXPECT_EQ(write.offset, 8192u);
    EXPECT_EQ(write.length, mebibyte - 8192);
}

}  // namespace
}  // namespace ioproof
