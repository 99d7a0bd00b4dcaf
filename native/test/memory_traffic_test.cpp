// Counters of memory controllers: found in a tree like that of sysfs, and read where the kernel lets them be read.
#include "core/memory_traffic.h"

#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "test/temporary_directory.h"

namespace ioproof {
namespace {

class MemoryTrafficTest : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) const {
        const std::filesystem::path path = directory_.path(name);
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text << '\n';
    }

    void writeEvent(const std::string& device, const std::string& event, const std::string& terms) const {
        write(device + "/events/" + event, terms);
        write(device + "/events/" + event + ".scale", "6.103515625e-5");
        write(device + "/events/" + event + ".unit", "MiB");
    }

    void writeIntel(const std::string& device) const {
        write(device + "/type", "13");
        write(device + "/cpumask", "0,18");
        write(device + "/format/event", "config:0-7");
        write(device + "/format/umask", "config:8-15,32-39");
        writeEvent(device, "cas_count_read", "event=0x04,umask=0x103");
        writeEvent(device, "cas_count_write", "event=0x04,umask=0x0c");
        write(device + "/events/clockticks", "event=0xff");
    }

    MemoryCounters find() const { return findMemoryCounters(directory_.path()); }

    const TemporaryDirectory directory_;
};

TEST_F(MemoryTrafficTest, TakesReadsAndWritesOfEachControllerAndPackage) {
    writeIntel("uncore_imc_0");
    writeIntel("uncore_imc_1");
    write("software/type", "1");
    const MemoryCounters found = find();
    EXPECT_EQ(found.method, "perf uncore_imc cas_count");
    EXPECT_EQ(found.reason, "");
    ASSERT_EQ(found.counters.size(), 8u);
    const MemoryCounter& read = found.counters[0];
    EXPECT_EQ(read.device, "uncore_imc_0");
    EXPECT_EQ(read.type, 13u);
    EXPECT_EQ(read.config[0], 0x100000304u);
    EXPECT_DOUBLE_EQ(read.bytes, 64);
    EXPECT_FALSE(read.isWrite);
    EXPECT_EQ(found.counters[1].cpu, 18);
    EXPECT_TRUE(found.counters[2].isWrite);
    EXPECT_EQ(found.counters[2].config[0], 0xC04u);
}

TEST_F(MemoryTrafficTest, AddsUpTheChannelsOfNewerControllers) {
    write("uncore_imc_0/type", "20");
    write("uncore_imc_0/format/event", "config:0-7");
    for (const char* event : {"cas_count_read_sch0", "cas_count_read_sch1", "cas_count_write_sch0"}) {
        writeEvent("uncore_imc_0", event, "event=0x05");
    }
    EXPECT_EQ(find().counters.size(), 3u);
}

TEST_F(MemoryTrafficTest, TakesFreeRunningCountersOnlyWithoutOthers) {
    write("uncore_imc_free_running_0/type", "30");
    write("uncore_imc_free_running_0/format/event", "config1:0-7");
    writeEvent("uncore_imc_free_running_0", "data_read", "event=0xff");
    writeEvent("uncore_imc_free_running_0", "data_write", "event=0xff");
    EXPECT_EQ(find().counters.size(), 2u);
    EXPECT_EQ(find().counters[0].config[1], 0xFFu);
    writeIntel("uncore_imc_0");
    EXPECT_EQ(find().counters.size(), 4u);
    EXPECT_EQ(find().counters[0].device, "uncore_imc_0");
}

TEST_F(MemoryTrafficTest, KnowsWhatAmdDoesNotList) {
    write("amd_umc_3/type", "15");
    write("amd_umc_3/cpumask", "2-3");
    write("amd_umc_3/format/event", "config:0-7");
    write("amd_umc_3/format/rdwrmask", "config:8-9");
    const MemoryCounters found = find();
    ASSERT_EQ(found.counters.size(), 4u);
    EXPECT_EQ(found.counters[0].config[0], 0x10Au);
    EXPECT_EQ(found.counters[1].cpu, 3);
    EXPECT_EQ(found.counters[2].config[0], 0x20Au);
    EXPECT_EQ(found.counters[2].bytes, 64);
}

TEST_F(MemoryTrafficTest, TellsWhyThereIsNothing) {
    EXPECT_TRUE(find().reason.starts_with("the kernel offers no counters of memory controllers")) << find().reason;
    write("uncore_imc_0/type", "13");
    write("uncore_imc_0/format/event", "config:0-7");
    writeEvent("uncore_imc_0", "cas_count_read", "event=0x04");
    EXPECT_TRUE(find().reason.ends_with("count no bytes")) << find().reason;
    writeEvent("uncore_imc_0", "cas_count_write", "event=0x104");
    EXPECT_TRUE(find().counters.empty());
    MemoryTrafficMeter meter(directory_.path());
    meter.start();
    EXPECT_FALSE(meter.stop().traffic);
    EXPECT_EQ(meter.stop().reason, find().reason);
}

/// The clock of a CPU stands for the controller: it counts nanoseconds.
class MemoryTrafficReadingTest : public MemoryTrafficTest {
protected:
    void SetUp() override {
        write("uncore_imc/type", std::to_string(PERF_TYPE_SOFTWARE));
        write("uncore_imc/format/event", "config:0-7");
        for (const char* event : {"cas_count_read", "cas_count_write"}) {
            writeEvent("uncore_imc", event, "event=" + std::to_string(PERF_COUNT_SW_CPU_CLOCK));
            write(std::string("uncore_imc/events/") + event + ".unit", "Bytes");
            write(std::string("uncore_imc/events/") + event + ".scale", "2");
        }
    }
};

TEST_F(MemoryTrafficReadingTest, CountsBetweenStartAndStop) {
    using Clock = std::chrono::steady_clock;
    MemoryTrafficMeter meter(directory_.path());
    const auto spend = [] {
        for (const auto end = Clock::now() + std::chrono::milliseconds(20); Clock::now() < end;) continue;
    };
    const auto outer = Clock::now();
    spend();
    meter.start();
    const auto inner = Clock::now();
    spend();
    const auto shortest = Clock::now() - inner;
    const auto [traffic, reason] = meter.stop();
    const auto longest = Clock::now() - outer - std::chrono::milliseconds(20);
    if (reason.find("perf_event_open") != std::string::npos) GTEST_SKIP() << reason;
    ASSERT_TRUE(traffic) << reason;
    EXPECT_EQ(traffic->method, "perf uncore_imc cas_count");
    const auto nanoseconds = [](Clock::duration time) {
        return static_cast<double>(time / std::chrono::nanoseconds(1));
    };
    for (const uint64_t bytes : {traffic->readBytes, traffic->writeBytes}) {
        // The clock of a CPU is not steered as the other one is.
        EXPECT_GE(static_cast<double>(bytes), 2 * 0.99 * nanoseconds(shortest));
        EXPECT_LE(static_cast<double>(bytes), 2 * 1.01 * nanoseconds(longest));
    }
}

TEST_F(MemoryTrafficReadingTest, NamesTheCounterThatTheKernelRefuses) {
    write("uncore_imc/type", "4000000");
    MemoryTrafficMeter meter(directory_.path());
    meter.start();
    EXPECT_FALSE(meter.stop().traffic);
    EXPECT_NE(meter.stop().reason.find("perf_event_open of uncore_imc on CPU 0"), std::string::npos)
        << meter.stop().reason;
}

}  // namespace
}  // namespace ioproof
