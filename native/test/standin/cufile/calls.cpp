// cuFileRead and cuFileWrite of the stand-in.
#include "test/standin/cufile/transfer.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

ssize_t callOf(const Request& request) {
    if (cufileState().opened == 0) return -5001;
    if (currentDevice() < 0) return -5011;
    int code = 0;
    const std::unique_ptr<Transfer> transfer = makeTransfer(request, Caller::Plain, code);
    if (!transfer) return -code;
    return transfer->perform();
}

}  // namespace

STANDIN_API ssize_t cuFileRead(cufile::Handle handle, void* base, size_t bytes, off_t fileOffset, off_t baseOffset) {
    return callOf({false, handle, base, bytes, fileOffset, baseOffset});
}

STANDIN_API ssize_t cuFileWrite(cufile::Handle handle, const void* base, size_t bytes, off_t fileOffset,
                                off_t baseOffset) {
    return callOf({true, handle, const_cast<void*>(base), bytes, fileOffset, baseOffset});
}
