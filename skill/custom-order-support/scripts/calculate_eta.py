#!/usr/bin/env python3
"""When a made-to-order piece is to be expected: asks `burin eta` and prints its answer.

usage: calculate_eta.py --order-date 2026-03-01 [--production-days 7|5-7] [--shipping-days 5|3-5] [--rush]

Nothing is computed here: without the program burin (on PATH, or named by the environment variable BURIN) there is no
answer, and the exit status is 4.
"""
import argparse
import os
import shutil
import subprocess
import sys


def arguments():
    parser = argparse.ArgumentParser(description="Timeline of a made-to-order piece, as ranges of days.")
    parser.add_argument("--order-date", required=True, metavar="DATE", help="the day the order was placed, YYYY-MM-DD")
    parser.add_argument("--production-days", default="7", metavar="DAYS", help="business days, 7 or 5-7 (default: 7)")
    parser.add_argument("--shipping-days", default="5", metavar="DAYS", help="business days, 5 or 3-5 (default: 5)")
    parser.add_argument("--rush", action="store_true", help="rush production")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="how to print it (default: text)")
    return parser.parse_args()


def main():
    args = arguments()
    burin = os.environ.get("BURIN") or shutil.which("burin")
    if not burin or not shutil.which(burin):
        print("calculate_eta.py: the program burin is not found; install it, or name it in the environment variable BURIN",
              file=sys.stderr)
        return 4
    command = [burin, "eta", f"--order-date={args.order_date}", f"--production-days={args.production_days}",
               f"--shipping-days={args.shipping_days}", f"--format={args.format}"]
    if args.rush:
        command.append("--rush")
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
