"""The schedules of a RemoteLock account: five kinds of them, access exceptions, and devices that go by them."""

SCHEDULES_PATH = "/schedules"
EXCEPTIONS_PATH = "/access_exceptions"
