// Statistics of the stand-in of cuFile (1.15).
#include "test/standin/cufile/driver.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

cufile::Error refusalOfStatistics(const char* function) {
    const cufile::Error error = refusalWhenOpen(function);
    return error.code == 0 && script().version < 1150 ? failed(5022) : error;
}

cufile::Error copyLevel(const char* function, int level, void* place, size_t bytes) {
    if (const cufile::Error error = refusalOfStatistics(function); error.code != 0) return error;
    const Statistics& statistics = cufileState().statistics;
    if (place == nullptr || statistics.level() < level) return failed(5022);
    statistics.copyTo(place, bytes);
    return fine;
}

}  // namespace

STANDIN_API cufile::Error cuFileSetStatsLevel(int level) {
    if (const cufile::Error error = refusalOfStatistics("cuFileSetStatsLevel"); error.code != 0) return error;
    if (level < 0 || level > 3) return failed(5022);
    cufileState().statistics.setLevel(level);
    return fine;
}

STANDIN_API cufile::Error cuFileStatsStart() {
    if (const cufile::Error error = refusalOfStatistics("cuFileStatsStart"); error.code != 0) return error;
    cufileState().statistics.start(script().gpus);
    return fine;
}

STANDIN_API cufile::Error cuFileStatsStop() {
    if (const cufile::Error error = refusalOfStatistics("cuFileStatsStop"); error.code != 0) return error;
    cufileState().statistics.stop();
    return fine;
}

STANDIN_API cufile::Error cuFileGetStatsL1(void* stats) {
    return copyLevel("cuFileGetStatsL1", 1, stats, Statistics::level1Bytes);
}

STANDIN_API cufile::Error cuFileGetStatsL2(void* stats) {
    return copyLevel("cuFileGetStatsL2", 2, stats, Statistics::level2Bytes);
}

STANDIN_API cufile::Error cuFileGetStatsL3(void* stats) {
    return copyLevel("cuFileGetStatsL3", 3, stats, Statistics::level3Bytes);
}
