// What the probe finds on the stand-ins, stage by stage; it leaves no file behind and nothing open.
#include "gpu/gpu_probe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "test/standin_rig.h"

namespace ioproof {
namespace {

using testing::HasSubstr;

class GpuProbing : public testing::Test {
protected:
    void SetUp() override { SKIP_UNLESS_ON_DISK(directory_); }
    void TearDown() override { EXPECT_TRUE(std::filesystem::is_empty(directory_.path())); }

    GpuProbeRequest request(CufileCompat compat = CufileCompat::Refuse) const {
        return {.cudaLibrary = IOPROOF_STANDIN_CUDA,
                .cufileLibrary = IOPROOF_STANDIN_CUFILE,
                .compat = compat,
                .directory = directory_.path(),
                .sizes = {4096, 1 << 20}};
    }

    const TemporaryDirectory directory_;
};

TEST_F(GpuProbing, MovesEachSizeBothWays) {
    const GpuProbe probe = probeGpu(request());
    EXPECT_TRUE(probe.cuda.ok && probe.cufile.ok && probe.driverOpen.ok && probe.handleRegister.ok);
    EXPECT_EQ(probe.cudaVersion, "13.0");
    EXPECT_EQ(probe.devices.size(), 1u);
    ASSERT_EQ(probe.transfers.size(), 4u);
    for (size_t index = 0; index < 4; ++index) {
        const GpuProbeTransfer& transfer = probe.transfers[index];
        EXPECT_TRUE(transfer.stage.ok) << transfer.stage.reason;
        EXPECT_TRUE(transfer.sameBytes);
        EXPECT_EQ(transfer.isWrite, index % 2 == 0);
        EXPECT_EQ(transfer.bytes, index < 2 ? 4096u : 1u << 20);
        const uint64_t reads = transfer.after->nvfsReads - transfer.before->nvfsReads;
        const uint64_t writes = transfer.after->nvfsWrites - transfer.before->nvfsWrites;
        EXPECT_EQ(reads, transfer.isWrite ? 0u : 1u);
        EXPECT_EQ(writes, transfer.isWrite ? 1u : 0u);
    }
    ASSERT_TRUE(probe.facts);
    EXPECT_TRUE(probe.facts->strict);
    EXPECT_EQ(probe.facts->after->nvfsReads - probe.facts->before->nvfsReads, 2u);
}

TEST_F(GpuProbing, IsRepeatedWithoutTracesOfTheOneBefore) {
    probeGpu(request());
    EXPECT_TRUE(probeGpu(request()).transfers.back().sameBytes);
}

TEST_F(GpuProbing, LooksAtTheDriverOnlyWithoutADirectory) {
    GpuProbeRequest driver = request();
    driver.directory = "";
    const GpuProbe probe = probeGpu(driver);
    EXPECT_TRUE(probe.driverOpen.ok);
    EXPECT_TRUE(probe.facts);
    EXPECT_FALSE(probe.handleRegister.ok);
    EXPECT_EQ(probe.handleRegister.code, "");
    EXPECT_TRUE(probe.transfers.empty());
}

TEST_F(GpuProbing, EndsAtALibraryThatIsMissing) {
    GpuProbeRequest missing = request();
    missing.cufileLibrary = "/nowhere/libcufile.so.0";
    const GpuProbe probe = probeGpu(missing);
    EXPECT_TRUE(probe.cuda.ok);
    EXPECT_EQ(probe.cufile.code, "CUFILE_LIBRARY_MISSING");
    EXPECT_EQ(probe.driverOpen.code, "");
    missing.cudaLibrary = "/nowhere/libcuda.so.1";
    EXPECT_EQ(probeGpu(missing).cuda.code, "CUDA_LIBRARY_MISSING");
}

TEST_F(GpuProbing, EndsWithoutAGpu) {
    const StandinScript none{{"STANDIN_GPUS", "0"}};
    const GpuProbe probe = probeGpu(request());
    EXPECT_EQ(probe.cuda.code, "NO_GPU");
    EXPECT_EQ(probe.cudaLibrary, IOPROOF_STANDIN_CUDA);
    EXPECT_TRUE(probe.devices.empty());
}

TEST_F(GpuProbing, FindsThatThereIsNoDirectPath) {
    const StandinScript none{{"STANDIN_DIRECT", "none"}};
    const GpuProbe strict = probeGpu(request());
    EXPECT_TRUE(strict.driverOpen.ok);
    EXPECT_EQ(strict.handleRegister.code, "CUFILE_IO_NOT_SUPPORTED");
    EXPECT_TRUE(strict.transfers.empty());
    const GpuProbe permissive = probeGpu(request(CufileCompat::Allow));
    EXPECT_TRUE(permissive.handleRegister.ok);
    const GpuProbeTransfer& read = permissive.transfers.back();
    EXPECT_TRUE(read.sameBytes);
    EXPECT_EQ(read.after->posixReads - read.before->posixReads, 1u);
}

TEST_F(GpuProbing, FindsWrongBytes) {
    const StandinScript corrupt{{"STANDIN_CORRUPT", "2"}};
    const GpuProbe probe = probeGpu(request());
    EXPECT_TRUE(probe.transfers[1].sameBytes);
    EXPECT_TRUE(probe.transfers[3].stage.ok);
    EXPECT_FALSE(probe.transfers[3].sameBytes);
}

TEST_F(GpuProbing, FindsAWriteOfWrongBytes) {
    const StandinScript corrupt{{"STANDIN_CORRUPT_WRITES", "1"}};
    const GpuProbe probe = probeGpu(request());
    EXPECT_FALSE(probe.transfers[0].sameBytes);
    EXPECT_TRUE(probe.transfers[1].sameBytes);
}

TEST_F(GpuProbing, CallsAShortTransferAFailure) {
    const StandinScript cut{{"STANDIN_SHORT", "4"}};
    const GpuProbe probe = probeGpu(request());
    EXPECT_TRUE(probe.transfers[2].stage.ok);
    EXPECT_EQ(probe.transfers[3].stage.code, "SHORT_TRANSFER");
    EXPECT_THAT(probe.transfers[3].stage.reason, HasSubstr("524288 were moved"));
}

TEST_F(GpuProbing, TellsAFailedTransferAndGoesOn) {
    const StandinScript failing{{"STANDIN_FAIL", "cuFileRead:5011/2@1,cuFileWrite:5@2"}};
    const GpuProbe probe = probeGpu(request());
    EXPECT_TRUE(probe.transfers[0].stage.ok);
    EXPECT_EQ(probe.transfers[1].stage.code, "CUFILE_CUDA_DRIVER_ERROR");
    EXPECT_EQ(probe.transfers[2].stage.code, "IO_ERROR");
    EXPECT_THAT(probe.transfers[2].stage.reason, HasSubstr("EIO"));
    EXPECT_TRUE(probe.transfers[3].stage.ok);
}

TEST_F(GpuProbing, TellsABufferThatCannotBeRegistered) {
    const StandinScript small{{"STANDIN_BAR_KIB", "64"}};
    const GpuProbe probe = probeGpu(request());
    EXPECT_TRUE(probe.handleRegister.ok);
    for (const auto& transfer : probe.transfers)
        EXPECT_EQ(transfer.stage.code, "CUFILE_GPU_MEMORY_PINNING_FAILED") << transfer.stage.reason;
}

TEST_F(GpuProbing, NamesADirectoryThatIsNone) {
    GpuProbeRequest elsewhere = request();
    elsewhere.directory = directory_.path("none");
    const GpuProbe probe = probeGpu(elsewhere);
    EXPECT_EQ(probe.handleRegister.code, "IO_ERROR");
    EXPECT_THAT(probe.handleRegister.reason, HasSubstr(directory_.path("none")));
}

}  // namespace
}  // namespace ioproof
